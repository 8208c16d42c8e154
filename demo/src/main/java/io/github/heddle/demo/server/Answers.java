package io.github.heddle.demo.server;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;

/** Answers whose content is in memory. Helidon leaves it to us that HEAD gets the headers of GET and no content. */
final class Answers {
    static final String TEXT = "text/plain; charset=UTF-8";

    static final Header NOSNIFF = HeaderValues.createCached("X-Content-Type-Options", "nosniff");

    private Answers() {}

    static boolean isHead(ServerRequest request) {
        return request.prologue().method().equals(Method.HEAD);
    }

    /** Every answer has a type, and that is what the content is taken for. */
    static void type(ServerResponse response, String type) {
        response.header(HeaderNames.CONTENT_TYPE, type).header(NOSNIFF);
    }

    static void send(ServerRequest request, ServerResponse response, String type, byte[] content) {
        type(response, type);
        if (isHead(request)) {
            response.headers().contentLength(content.length);
            response.send();
        } else {
            response.send(content);
        }
    }

    /** Sends a line of text. */
    static void send(ServerRequest request, ServerResponse response, String line) {
        send(request, response, TEXT, (line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a refusal instead of the answer that was prepared, or breaks off the one that is on its way. */
    static void send(ServerRequest request, ServerResponse response, Refusal refusal) {
        if (!startOver(response)) {
            throw new CloseConnectionException(String.valueOf(refusal.getMessage()));
        }
        response.status(refusal.status());
        refusal.headers().forEach(response::header);
        send(request, response, String.valueOf(refusal.getMessage()));
    }

    /** {@return whether nothing has been sent yet} If so, the answer is as if nothing had been prepared. */
    static boolean startOver(ServerResponse response) {
        if (response instanceof RoutingResponse routing && routing.reset()) {
            response.status(Status.OK_200);
            return true;
        }
        return false;
    }
}
