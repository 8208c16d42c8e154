package io.github.heddle.demo.server;

import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;

/**
 * Takes the length out of answers that say that nothing has changed. Helidon says there that the content has no bytes,
 * and a cache may believe it: the length in such an answer is that of the content which is not sent (RFC 9110, 8.6).
 */
final class NoLength implements Http1ConnectionListener {
    @Override
    public void headers(ConnectionContext connection, Headers headers) {
        // Of these answers only is there an entity tag and no type.
        if (headers instanceof ServerResponseHeaders response
                && response.contains(HeaderNames.ETAG)
                && !response.contains(HeaderNames.CONTENT_TYPE)) {
            response.remove(HeaderNames.CONTENT_LENGTH);
        }
    }
}
