package io.github.heddle.demo.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Where the native helpers are built, each when it is first needed. */
final class Workshop {
    private static final long COMPILER_SECONDS = 60;

    private final Path directory;
    private @Nullable Path ceiling;

    Workshop(Path directory) {
        this.directory = directory;
    }

    /** {@return the program that reads through a ring without Java} */
    Path ceiling() throws IOException, InterruptedException {
        Path program = ceiling;
        if (program == null) {
            program = compile();
            ceiling = program;
        }
        return program;
    }

    /** {@return the script that makes slow disks} */
    Path slowdisk() throws IOException {
        source("slowdisk.c");
        return source("slowdisk");
    }

    private Path compile() throws IOException, InterruptedException {
        Path program = directory.resolve("ceiling");
        Path log = directory.resolve("cc.log");
        var command = List.of(
                "cc", "-O2", "-Wall", "-Wextra", "-o", program.toString(), source("ceiling.c").toString(), "-luring");
        Process compiler;
        try {
            compiler = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException missing) {
            throw new Rival.Unavailable("no C compiler: apt-get install gcc liburing-dev");
        }
        if (!compiler.waitFor(COMPILER_SECONDS, TimeUnit.SECONDS) || compiler.exitValue() != 0) {
            compiler.destroy();
            throw new Rival.Unavailable("cannot be compiled, see " + log + ": apt-get install gcc liburing-dev");
        }
        return program;
    }

    private Path source(String name) throws IOException {
        Files.createDirectories(directory);
        Path copy = directory.resolve(name);
        try (InputStream resource = Objects.requireNonNull(Workshop.class.getResourceAsStream(name), name)) {
            Files.copy(resource, copy, StandardCopyOption.REPLACE_EXISTING);
        }
        return copy;
    }
}
