package io.github.heddle.demo.server;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;

/** Answers of one line. */
final class PlainText {
    private static final String TYPE = "text/plain; charset=UTF-8";

    private PlainText() {}

    static void send(ServerResponse response, Refusal refusal) {
        send(response.status(refusal.status()), String.valueOf(refusal.getMessage()));
    }

    static void send(ServerResponse response, String line) {
        response.header(HeaderNames.CONTENT_TYPE, TYPE)
                .header(Headers.NOSNIFF)
                .send((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
