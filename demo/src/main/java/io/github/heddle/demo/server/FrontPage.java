package io.github.heddle.demo.server;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** The page at {@code /}, from the module's resources. It is read once, at the start. */
final class FrontPage implements Handler {
    private final byte[] page;

    FrontPage() throws IOException {
        try (InputStream resource = Objects.requireNonNull(FrontPage.class.getResourceAsStream("index.html"))) {
            page = resource.readAllBytes();
        }
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        response.header(HeaderNames.CACHE_CONTROL, "no-cache");
        Answers.send(request, response, "text/html; charset=UTF-8", page);
    }
}
