package io.github.heddle.demo.load;

import java.net.URI;
import java.nio.file.Path;

/** Where one side of a server has the files of the directory that it serves. */
final class Served {
    private final URI server;
    private final Side side;
    private final URI root;

    /** @param root an absolute path */
    Served(URI server, Side side, Path root) {
        this.server = server;
        this.side = side;
        this.root = root.toUri();
    }

    Side side() {
        return side;
    }

    Target ping() {
        return new Target(server.resolve("ping"), Target.ANY_SIZE);
    }

    URI file(Path file) {
        return server.resolve(side.path() + "/")
                .resolve(root.relativize(file.toUri()).getRawPath());
    }
}
