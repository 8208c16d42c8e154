package io.github.heddle.demo.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A named pipe that looks to its one reader like a file on a disk that takes its time: it can be opened, and then no byte
 * comes until the delay is over or the file is released.
 *
 * <p>A thread holds the other end. Its open waits in the kernel for the reader, and the reader's for it, so both are
 * let go by the same event. At the close there may have been no reader: then the pipe is opened for reading and writing,
 * which waits for nobody and lets the thread's open go.
 *
 * <p>There is one reader only, and a new pipe for the next: a second writer could come while the first reader has not
 * seen the end yet, and would hold it up again.
 */
final class SlowFile implements AutoCloseable {
    private final Path path;
    private final byte[] content;
    private final Duration delay;
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private final Thread feeder;

    /**
     * @param path a pipe
     * @param content what the reader gets. Less than a pipe holds: writing it must not wait for the reader
     */
    SlowFile(Path path, byte[] content, Duration delay) {
        this.path = path;
        this.content = content;
        this.delay = delay;
        feeder = Thread.ofPlatform()
                .daemon()
                .name("heddle-slow-file " + path.getFileName())
                .start(this::feed);
    }

    private void feed() {
        try (FileChannel pipe = FileChannel.open(path, StandardOpenOption.WRITE)) {
            opened.complete(null);
            boolean _ = released.await(delay.toNanos(), TimeUnit.NANOSECONDS);
            pipe.write(ByteBuffer.wrap(content));
        } catch (IOException readerHasGone) {
            // There is nobody left to answer.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    Path path() {
        return path;
    }

    /** {@return done when the reader has opened it} */
    CompletableFuture<Void> opened() {
        return opened;
    }

    boolean holds(byte[] read) {
        return Arrays.equals(content, read);
    }

    void release() {
        released.countDown();
    }

    /** Removes it; who still reads it gets its bytes, or none. */
    @Override
    public void close() {
        release();
        try (FileChannel _ = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            feeder.join();
        } catch (IOException alreadyRemoved) {
            // Then its thread has ended as well.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        try {
            Files.deleteIfExists(path);
        } catch (IOException leftBehind) {
            System.err.println("heddle: " + path + " is left behind; remove it: " + leftBehind.getMessage());
        }
    }
}
