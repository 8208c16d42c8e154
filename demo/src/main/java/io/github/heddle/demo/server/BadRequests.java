package io.github.heddle.demo.server;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import java.util.Locale;

/** Answers what Helidon itself refuses before any handler sees it, and what a handler fails at unexpectedly. */
final class BadRequests {
    private BadRequests() {}

    static DirectHandlers handlers() {
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
            handlers.addHandler(type, BadRequests::answer);
        }
        return handlers.build();
    }

    /** Without the message, which can tell the server's inside. */
    private static DirectHandler.TransportResponse answer(
            DirectHandler.TransportRequest request,
            DirectHandler.EventType type,
            Status status,
            ServerResponseHeaders headers,
            String message) {
        return DirectHandler.TransportResponse.builder()
                .status(status)
                .headers(headers)
                .header(HeaderValues.create(HeaderNames.CONTENT_TYPE, Answers.TEXT))
                .header(Answers.NOSNIFF)
                .entity(status.reasonPhrase().toLowerCase(Locale.ROOT) + "\n")
                .keepAlive(false)
                .build();
    }
}
