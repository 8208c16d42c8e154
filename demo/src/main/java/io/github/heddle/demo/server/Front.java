package io.github.heddle.demo.server;

import io.helidon.webserver.http.HttpService;
import java.io.IOException;
import java.nio.file.Path;

/** Makes what the server has besides files, as the page at {@code /}. */
@FunctionalInterface
public interface Front {
    /** Makes it for the directory that is served. */
    HttpService of(Path directory) throws IOException;

    /** {@return nothing besides files} */
    static Front none() {
        return _ -> _ -> {};
    }
}
