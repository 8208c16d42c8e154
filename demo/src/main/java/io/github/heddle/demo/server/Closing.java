package io.github.heddle.demo.server;

import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

/**
 * Closes a connection after the answer to a client that has asked for that. Helidon 4.5 says that it will and leaves it
 * open, and the client waits for its end until the connection counts as idle.
 */
final class Closing implements Filter {
    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        chain.proceed();
        if (request.headers().containsToken(HeaderValues.CONNECTION_CLOSE)) {
            response.commit();
            throw new CloseConnectionException("as the client has asked for");
        }
    }
}
