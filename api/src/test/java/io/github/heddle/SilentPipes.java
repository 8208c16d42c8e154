package io.github.heddle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Pipes without writers, on a local file system of their own. None of their names is in the kernel's memory, so whoever
 * opens one has it looked up by a worker, which then waits for a writer.
 */
final class SilentPipes implements AutoCloseable {

    private final Path point;
    private final List<Fifo> pipes;

    SilentPipes(Path directory, int count) throws Exception {
        Path image = directory.resolve("pipes.image");
        point = Files.createDirectory(directory.resolve("pipes"));
        Tools.run("truncate", "--size=8M", image.toString());
        Tools.run("mkfs.ext4", "-q", image.toString());
        Tools.run("mount", "-o", "loop", image.toString(), point.toString());
        try {
            pipes = Fifo.make(point, count);
        } finally {
            Tools.run("umount", point.toString());
        }
        Tools.run("mount", "-o", "loop", image.toString(), point.toString());
    }

    List<Path> paths() {
        return pipes.stream().map(Fifo::path).toList();
    }

    /** Gives the end to all who read, or come to read, until there is nobody any more. */
    void letGoUntil(BooleanSupplier done) throws IOException {
        while (!done.getAsBoolean()) {
            for (Fifo pipe : pipes) {
                pipe.letGo();
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            Tools.run("umount", "--lazy", point.toString()); // the ring closes a pipe after its reader has left
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
