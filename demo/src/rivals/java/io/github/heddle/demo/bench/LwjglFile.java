package io.github.heddle.demo.bench;

import static org.lwjgl.system.linux.FCNTL.O_CLOEXEC;
import static org.lwjgl.system.linux.FCNTL.O_RDONLY;
import static org.lwjgl.system.linux.liburing.LibURing.io_uring_prep_close;
import static org.lwjgl.system.linux.liburing.LibURing.io_uring_prep_openat;
import static org.lwjgl.system.linux.liburing.LibURing.io_uring_prep_read;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.system.linux.liburing.IOURingSQE;

/** One file in flight after the other: opened, read up to its end, closed. Used by the ring's thread alone. */
@NullMarked
final class LwjglFile {
    /** Relative paths begin at the current directory, as usual. The binding lacks the constant. */
    private static final int AT_FDCWD = -100;

    /** The benchmark's files fit in with room to spare, so that one read has their bytes and shows their end. */
    private static final int BUFFER_BYTES = 512 << 10;

    private enum Step {
        OPEN,
        READ,
        CLOSE
    }

    private final int number;
    private final ByteBuffer buffer = MemoryUtil.memAlloc(BUFFER_BYTES);
    private final List<byte[]> parts = new ArrayList<>();
    private Step step = Step.CLOSE;
    private String name = "";
    private @Nullable ByteBuffer path;
    private CompletableFuture<byte[]> bytes = new CompletableFuture<>();
    private int descriptor;
    private int length;

    LwjglFile(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    void begin(String newName, CompletableFuture<byte[]> newBytes) {
        name = newName;
        // Not on LWJGL's stack: the kernel reads it at the submission, which comes later.
        path = MemoryUtil.memUTF8(newName);
        bytes = newBytes;
        parts.clear();
        length = 0;
        step = Step.OPEN;
    }

    /** Fills in the request of the present step. */
    void prepare(IOURingSQE entry) {
        switch (step) {
            case OPEN -> {
                if (path != null) {
                    io_uring_prep_openat(entry, AT_FDCWD, path, O_RDONLY | O_CLOEXEC, 0);
                }
            }
            case READ -> io_uring_prep_read(entry, descriptor, buffer, length);
            case CLOSE -> io_uring_prep_close(entry, descriptor);
        }
    }

    /** {@return whether there is a next step} */
    boolean advance(int result) {
        return switch (step) {
            case OPEN -> opened(result);
            case READ -> read(result);
            case CLOSE -> false;
        };
    }

    private boolean opened(int result) {
        MemoryUtil.memFree(path);
        path = null;
        if (result < 0) {
            return fail("errno " + -result);
        }
        descriptor = result;
        step = Step.READ;
        return true;
    }

    private boolean read(int result) {
        if (result < 0 || length + result < 0) {
            step = Step.CLOSE;
            fail(result < 0 ? "errno " + -result : "larger than an array can be");
            return true;
        }
        if (result > 0) {
            byte[] part = new byte[result];
            buffer.get(0, part);
            parts.add(part);
            length += result;
        }
        // The kernel fills a read of a regular file unless that ends, so nothing has to be asked again.
        if (result < BUFFER_BYTES) {
            step = Step.CLOSE;
            bytes.complete(joined());
        }
        return true;
    }

    private byte[] joined() {
        if (parts.size() == 1) {
            return parts.getFirst();
        }
        var whole = ByteBuffer.allocate(length);
        parts.forEach(whole::put);
        parts.clear();
        return whole.array();
    }

    private boolean fail(String problem) {
        bytes.completeExceptionally(new IOException(name + ": " + problem));
        return false;
    }

    void free() {
        MemoryUtil.memFree(buffer);
    }
}
