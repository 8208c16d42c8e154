package io.github.heddle.demo.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Commands to try the server with. */
final class Examples {
    private static final int DEPTH = 3;

    private Examples() {}

    static String of(Path directory, URI server) {
        String file = anyFile(directory).map(path -> encoded(directory.relativize(path))).orElse("PATH");
        return """
                See both sides under load: open %1$s in a browser on this machine, and press Start.
                Or try, in another terminal:
                  curl -s %1$sheddle/%2$s | sha256sum
                  curl -s %1$sjdk/%2$s | sha256sum
                  curl -s %1$sstatistics
                Ctrl-C stops it.
                """
                .formatted(server, file);
    }

    private static Optional<Path> anyFile(Path directory) {
        try (Stream<Path> files = Files.find(directory, DEPTH, (_, attributes) -> attributes.isRegularFile())) {
            return files.findFirst();
        } catch (IOException | UncheckedIOException notReadable) {
            return Optional.empty();
        }
    }

    private static String encoded(Path relative) {
        URI uri = Path.of("/").resolve(relative).toUri();
        return uri.getRawPath().substring(1);
    }
}
