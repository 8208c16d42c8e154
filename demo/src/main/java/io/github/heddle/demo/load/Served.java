package io.github.heddle.demo.load;

import java.net.URI;
import java.nio.file.Path;

/**
 * One side of a server and the directory that it serves.
 *
 * @param root an absolute path
 */
public record Served(URI server, Side side, Path root) {
    public Target ping() {
        return new Target(server.resolve("ping"), Target.ANY_SIZE);
    }

    public URI file(Path file) {
        URI relative = root.toUri().relativize(file.toUri());
        return server.resolve(side.path() + "/").resolve(relative.getRawPath());
    }
}
