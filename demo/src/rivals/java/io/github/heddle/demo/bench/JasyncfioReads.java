package io.github.heddle.demo.bench;

import io.github.heddle.Range;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import one.jasyncfio.AsyncFile;
import one.jasyncfio.EventExecutor;
import org.jspecify.annotations.NullMarked;

/** jasyncfio with its defaults: each caller opens, reads and closes its file by futures, and waits for each of them. */
@NullMarked
final class JasyncfioReads implements Reads {
    private static final int FILES_IN_FLIGHT = 64;
    private static final int BUFFER_BYTES = 512 << 10;

    private final EventExecutor executor;

    /**
     * It reads into direct buffers only, and making one costs more than the read. Who has none waits: its pools do not
     * hold what the requests of thousands of callers at once would need.
     */
    private final BlockingQueue<ByteBuffer> buffers = new ArrayBlockingQueue<>(FILES_IN_FLIGHT);

    JasyncfioReads() {
        // Its thread inherits whether it is a daemon, and the pool's threads are. Else the process would not end: the
        // thread may overlook that it is told to.
        executor = CompletableFuture.supplyAsync(EventExecutor::initDefault).join();
        for (int i = 0; i < FILES_IN_FLIGHT; i++) {
            buffers.add(ByteBuffer.allocateDirect(BUFFER_BYTES));
        }
    }

    @Override
    public byte[] whole(Path path) throws IOException {
        ByteBuffer buffer = buffer();
        try {
            AsyncFile file = Futures.get(AsyncFile.open(path, executor));
            try {
                return whole(file, buffer);
            } finally {
                Futures.get(file.close());
            }
        } finally {
            buffers.add(buffer);
        }
    }

    private static byte[] whole(AsyncFile file, ByteBuffer buffer) throws IOException {
        byte[] bytes = new byte[Math.toIntExact(Futures.get(file.size()))];
        int length = 0;
        while (length < bytes.length) {
            buffer.clear();
            int read = Futures.get(file.read(buffer, length, Math.min(BUFFER_BYTES, bytes.length - length)));
            if (read == 0) {
                // It has become shorter since it was asked for its size.
                return Arrays.copyOf(bytes, length);
            }
            buffer.get(0, bytes, length, read);
            length += read;
        }
        return bytes;
    }

    private ByteBuffer buffer() throws IOException {
        try {
            return buffers.take();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            var problem = new InterruptedIOException("interrupted");
            problem.initCause(interrupted);
            throw problem;
        }
    }

    @Override
    public List<byte[]> ranges(Path file, List<Range> ranges) {
        throw new UnsupportedOperationException("reads whole files only");
    }

    @Override
    public void close() {
        try {
            executor.close();
        } catch (Exception problem) {
            throw new IllegalStateException(problem);
        }
    }
}
