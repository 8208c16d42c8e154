package io.github.heddle.stress;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file whose versions follow each other under its readers: each takes the place of the one before by a rename, or
 * deletes it. What a read gives is of one of the versions that were there between its beginning and its end.
 */
final class SoakFile {

    final Path path;
    final int number;
    private final Truth truth;

    // Written by the one thread that changes the file, in this order around each change.
    private volatile int begun;
    private volatile int done;

    SoakFile(Path path, int number, Truth truth) throws IOException {
        this.path = path;
        this.number = number;
        this.truth = truth;
        write(path, 0);
    }

    private void write(Path to, int version) throws IOException {
        try (FileChannel channel = FileChannel.open(to, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(truth.content(number, version));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }

    /** One thread at a time. */
    void change() throws IOException {
        int next = done + 1;
        Path staged = path.resolveSibling(path.getFileName() + ".next");
        boolean present = truth.size(number, next) >= 0;
        if (present) {
            write(staged, next);
        }
        begun = next;
        if (present) {
            Files.move(staged, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } else {
            Files.deleteIfExists(path);
        }
        done = next;
    }

    int oldest() {
        return done;
    }

    int newest() {
        return begun;
    }
}
