package io.github.heddle;

import io.github.heddle.ring.Patience;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An open file, for many reads at any offsets without opening it again. {@link FileRing#open(Path)} gives one.
 *
 * {@snippet class="io.github.heddle.SnippetsTest" region="open"}
 *
 * <p>Any number of threads may read at once. Closing is safe at any time: reads that are under way end with an {@link
 * AsynchronousCloseException}, later ones with a {@link ClosedChannelException}, and the descriptor itself is closed
 * when the last of them has let go, so that none can ever read from another file that got the same number. When the
 * ring is closed, reads that need it end with an {@link AsynchronousCloseException}.
 *
 * <p>Reads are not interruptible: they complete, and the interrupt status stays set. A null argument gives a {@link
 * NullPointerException}.
 */
public final class RingFile implements AutoCloseable {

    /** The file, shared by the views that have a deadline. */
    private final Shared shared;

    private final @Nullable Duration time;

    RingFile(OpenFile file, Path path, int mergeGap) {
        this(new Shared(file, path, mergeGap), null);
    }

    private RingFile(Shared shared, @Nullable Duration time) {
        this.shared = shared;
        this.time = time;
    }

    /**
     * Reads a part of the file.
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="open"}
     *
     * @param offset the first byte, counted from 0
     * @param length how many bytes
     * @return the bytes; fewer than asked for where the file ends first, none at or behind its end
     * @throws IllegalArgumentException if the offset or the length is negative
     * @throws ClosedChannelException if this file is closed; {@link AsynchronousCloseException} if it is meanwhile
     * @throws IOException if reading fails, the file is a directory, or it has no offsets, like a pipe
     */
    public byte[] read(long offset, int length) throws IOException {
        Extent extent = Extent.of(offset, length);
        return readRanges(List.of(new Range(extent.offset(), extent.length()))).getFirst();
    }

    /**
     * Reads ranges of the file, as {@link FileReads#readRanges} does.
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="openRanges"}
     *
     * @param ranges any number, in any order; they may overlap
     * @return the bytes of each range that are inside of the file, in the order of the ranges
     * @throws ClosedChannelException if this file is closed; {@link AsynchronousCloseException} if it is meanwhile
     * @throws IOException if reading fails, the file is a directory, or it has no offsets, like a pipe
     */
    public List<byte[]> readRanges(List<Range> ranges) throws IOException {
        List<Range> wanted = List.copyOf(ranges);
        return useToRead((file, patience) -> new RangeReads(file, wanted, shared.mergeGap).read(patience));
    }

    /**
     * Reads a part of the file into memory of the caller's, as {@link FileReads#read(Path, long, MemorySegment)} does.
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="openSegment"}
     *
     * @param offset the first byte, counted from 0
     * @param to is filled from its start: as many bytes are read as it has. When this throws, some of it may have been
     *     written to, with bytes of this file and no other
     * @return how many bytes were read; fewer than asked for where the file ends first, 0 at or behind its end
     * @throws IllegalArgumentException if the offset is negative, or the segment is read-only
     * @throws IllegalStateException if the segment's arena is closed
     * @throws WrongThreadException if the segment belongs to another thread
     * @throws ClosedChannelException if this file is closed; {@link AsynchronousCloseException} if it is meanwhile
     * @throws IOException if reading fails, the file is a directory, or it has no offsets, like a pipe
     */
    public long read(long offset, MemorySegment to) throws IOException {
        SegmentReads.check(offset, to);
        return useToRead((file, patience) -> SegmentReads.read(file, offset, to, patience));
    }

    /**
     * {@return how many bytes the file has now}
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="open"}
     *
     * @throws ClosedChannelException if this file is closed; {@link AsynchronousCloseException} if it is meanwhile
     * @throws IOException if the file system does not tell
     */
    public long size() throws IOException {
        return use(OpenFile::size);
    }

    /**
     * {@return the same file with a deadline for each read}
     *
     * <p>A read that has not ended by then ends with a {@link ReadDeadlineException}, as with {@link FileRing#within}.
     * Closing either closes both.
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="openWithin"}
     *
     * @param time for each read
     */
    public RingFile within(Duration time) {
        return new RingFile(shared, Objects.requireNonNull(time, "time"));
    }

    /**
     * {@return the path that the file was opened by}
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="open"}
     */
    public Path path() {
        return shared.path;
    }

    /** What is done with the open file while it cannot be closed. */
    @FunctionalInterface
    interface Use<T> {
        T with(OpenFile file, Patience patience) throws IOException;
    }

    <T> T use(Use<T> use) throws IOException {
        return use(use, patience());
    }

    /** With a use that reads, and that a recording is to be told of. */
    <T> T useToRead(Use<T> use) throws IOException {
        return Recording.hasReads()
                ? Recording.read(shared.path, patience(), patience -> use(use, patience))
                : use(use, patience());
    }

    private Patience patience() {
        return time == null ? shared.untilClosed : shared.untilClosed.within(time);
    }

    private <T> T use(Use<T> use, Patience patience) throws IOException {
        shared.enter();
        try {
            return use.with(shared.file, patience);
        } finally {
            shared.leave();
        }
    }

    /**
     * Closes the file. Reads under way are given up. Closing a closed file does nothing.
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="open"}
     *
     * @throws IOException if the file system reports an error at the close
     */
    @Override
    public void close() throws IOException {
        shared.close();
    }

    /** The open file and its readers. It is closed by whoever is last: the close, or the last reader after it. */
    private static final class Shared {

        final OpenFile file;
        final Path path;
        final int mergeGap;

        /** Ended by the close: what every read of this file waits with. */
        final Patience untilClosed = Patience.untilEnded();

        // Guarded by this object's lock.
        private int readers;
        private boolean closed;

        Shared(OpenFile file, Path path, int mergeGap) {
            this.file = file;
            this.path = path;
            this.mergeGap = mergeGap;
        }

        synchronized void enter() throws ClosedChannelException {
            if (closed) {
                throw new ClosedChannelException();
            }
            readers++;
        }

        void leave() throws IOException {
            boolean last;
            synchronized (this) {
                readers--;
                last = closed && readers == 0;
            }
            if (last) {
                file.close();
            }
        }

        void close() throws IOException {
            boolean unused;
            synchronized (this) {
                if (closed) {
                    return;
                }
                closed = true;
                unused = readers == 0;
            }
            untilClosed.end();
            if (unused) {
                file.close();
            }
        }
    }
}
