package io.github.heddle;

import io.github.heddle.ring.Part;
import io.github.heddle.ring.Patience;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/**
 * A file that the JDK has opened, read by the threads of the pool. Files of other file systems than the default one are
 * such files too.
 *
 * <p>A thread of the pool may still be reading when the caller has given up, so it reads into a buffer of its own, which
 * the caller copies.
 */
final class BlockingFile implements OpenFile {

    private static final int LARGEST_COPY = 1 << 20;
    private static final long NOTHING_YET_NANOS = 1_000_000;

    private final BlockingReads threads;
    private final Path path;
    private final SeekableByteChannel channel;
    private final boolean seekable;

    private volatile boolean hasGivenUp;

    private BlockingFile(BlockingReads threads, Path path, SeekableByteChannel channel, boolean seekable) {
        this.threads = threads;
        this.path = path;
        this.channel = channel;
        this.seekable = seekable;
    }

    /** On a thread of the pool. */
    static BlockingFile of(BlockingReads threads, Path path, SeekableByteChannel channel) {
        boolean seekable;
        try {
            channel.position(channel.position());
            seekable = true;
        } catch (IOException | UnsupportedOperationException e) {
            seekable = false; // a pipe, or a channel of the JDK's own modules
        }
        return new BlockingFile(threads, path, channel, seekable);
    }

    @Override
    public boolean isSeekable() {
        return seekable;
    }

    @Override
    public long size(Patience patience) throws IOException {
        return call(channel::size, patience);
    }

    @Override
    public int read(ByteBuffer to, long offset, Patience patience) throws IOException {
        boolean hasRoom = to.hasRemaining();
        int total = 0;
        while (to.hasRemaining()) {
            long position = offset + total;
            ByteBuffer copy = ByteBuffer.allocate(Math.min(to.remaining(), LARGEST_COPY));
            call(() -> fill(copy, position), patience);
            boolean ended = copy.hasRemaining();
            total += copy.position();
            to.put(copy.flip());
            if (ended) {
                break;
            }
        }
        return hasRoom && total == 0 ? -1 : total;
    }

    private int fill(ByteBuffer to, long offset) throws IOException {
        int total = 0;
        while (to.hasRemaining()) {
            // The JDK keeps a direct buffer as large as the largest read for each thread that made one. And behind the
            // last of all offsets the kernel refuses to look for an end.
            long offsetsLeft = Long.MAX_VALUE - offset - total;
            int length = (int) Math.min(Math.min(to.remaining(), BlockingReads.LARGEST_READ), offsetsLeft);
            if (length == 0) {
                break;
            }
            ByteBuffer next = to.slice(to.position(), length);
            int count = readAt(next, offset + total);
            if (count < 0) {
                break;
            }
            waitIfNothingYet(count);
            to.position(to.position() + count);
            total += count;
        }
        return total;
    }

    private int readAt(ByteBuffer to, long offset) throws IOException {
        if (channel instanceof FileChannel file) {
            return file.read(to, offset);
        }
        synchronized (channel) {
            return channel.position(offset).read(to);
        }
    }

    @Override
    public int readNext(ByteBuffer to, Patience patience) throws IOException {
        ByteBuffer copy = ByteBuffer.allocate(Math.min(to.remaining(), BlockingReads.LARGEST_READ));
        int count = call(() -> next(copy), patience);
        to.put(copy.flip());
        return count;
    }

    private int next(ByteBuffer to) throws IOException {
        int count;
        do {
            count = channel.read(to);
            waitIfNothingYet(count);
        } while (count == 0 && to.hasRemaining());
        return count;
    }

    /** EAGAIN: the bytes are not there yet, and it is not the end. */
    private static void waitIfNothingYet(int count) {
        if (count == 0) {
            LockSupport.parkNanos(NOTHING_YET_NANOS);
        }
    }

    @Override
    public int[] readAll(List<Part> parts, Patience patience) throws IOException {
        int[] counts = new int[parts.size()];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = read(parts.get(i).to(), parts.get(i).offset(), patience);
        }
        return counts;
    }

    private <T> T call(Callable<T> call, Patience patience) throws IOException {
        try {
            return threads.call(path, call, patience);
        } catch (ReadDeadlineException | AsynchronousCloseException e) {
            hasGivenUp = true;
            throw e;
        }
    }

    /** The JDK's close waits for reads that are under way. Of those that were given up nobody knows how long. */
    @Override
    public void close() throws IOException {
        Callable<Boolean> close = () -> {
            channel.close();
            return true;
        };
        if (hasGivenUp) {
            threads.begin(close);
            return;
        }
        try {
            threads.call(path, close, Patience.ENDLESS);
        } catch (AsynchronousCloseException e) {
            channel.close(); // the pool is closed before the file
        }
    }
}
