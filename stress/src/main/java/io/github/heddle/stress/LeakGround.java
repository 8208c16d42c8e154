package io.github.heddle.stress;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files on which {@link Acts} read, each with its fault. */
final class LeakGround implements AutoCloseable {

    static final List<Integer> SIZES = List.of(0, 1, 4096, 65_535, 65_536, 65_537, 200_000, 1 << 20);

    private final Undo undo;
    private final Path root;
    final Path missing;
    final Path directory;
    final Path denied;
    final Path loop;
    final Path pipe;

    /** Of more bytes than an array can have, and of more than the heap. */
    final Path huge;

    final Path large;

    final @Nullable SlowFiles slow;

    private LeakGround(Undo undo) throws IOException {
        this.undo = undo;
        root = Files.createTempDirectory("heddle-leaks");
        undo.push(() -> Commands.deleteTree(root));
        slow = SlowFiles.missing().isEmpty() ? SlowFiles.mount(root.resolve("slow"), undo) : null;
        for (int size : SIZES) {
            Files.write(present(size), content(size));
        }
        missing = root.resolve("missing");
        directory = Files.createDirectory(root.resolve("directory"));
        denied = Files.writeString(root.resolve("denied"), "denied");
        Files.setPosixFilePermissions(denied, PosixFilePermissions.fromString("---------"));
        loop = Files.createSymbolicLink(root.resolve("loop"), Path.of("loop"));
        pipe = root.resolve("pipe");
        Commands.run("mkfifo", pipe);
        huge = sparse("huge", 3L << 30);
        large = sparse("large", Math.min(Runtime.getRuntime().maxMemory() + (1 << 20), Integer.MAX_VALUE - 100));
    }

    static LeakGround make() throws IOException {
        Undo undo = new Undo();
        try {
            return new LeakGround(undo);
        } catch (Throwable e) {
            undo.close();
            throw e;
        }
    }

    /** {@return what takes back what is done to these files} */
    Undo undo() {
        return undo;
    }

    private Path sparse(String name, long size) throws IOException {
        Path path = root.resolve(name);
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(size);
        }
        return path;
    }

    Path present(int size) {
        return root.resolve("present-" + size);
    }

    static byte[] content(int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = SlowFiles.pattern(i);
        }
        return bytes;
    }

    /** {@return whether these are the bytes that every file here has from an offset on} */
    static boolean isContent(byte[] bytes, long offset) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != SlowFiles.pattern(offset + i)) {
                return false;
            }
        }
        return true;
    }

    /** {@return whether this process can be denied a file: not if it is root with all that root may} */
    boolean denies() {
        return !Files.isReadable(denied);
    }

    @Override
    public void close() {
        undo.close();
    }
}
