package io.github.heddle;

import io.github.heddle.ring.Patience;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * Reads into memory segments.
 *
 * <p>The kernel never has the caller's memory: it reads into the ring's own buffers, and the caller's thread copies. So
 * a segment's arena may be closed at any time, and a read that was given up cannot write to it later.
 */
final class SegmentReads {

    /** A buffer over a segment has an int for its size; whole steps of any engine fit into this one. */
    private static final long LARGEST_PIECE = 1 << 30;

    private static final int GROWTH = 64 << 10;

    private SegmentReads() {}

    static void check(long offset, MemorySegment to) {
        if (offset < 0) {
            throw new IllegalArgumentException("offset " + offset + " is negative");
        }
        if (to.isReadOnly()) {
            throw new IllegalArgumentException("the segment is read-only");
        }
        if (!to.isAccessibleBy(Thread.currentThread())) {
            throw new WrongThreadException("the segment belongs to another thread");
        }
        if (!to.scope().isAlive()) {
            throw new IllegalStateException("the segment's arena is closed");
        }
    }

    /** {@return how many bytes were read} */
    static long read(OpenFile file, long offset, MemorySegment to, Patience patience) throws IOException {
        Failures.requireOffsets(file);
        if (to.heapBase().isPresent() && !(to.heapBase().get() instanceof byte[])) {
            return readAndCopy(file, offset, to, patience);
        }
        long total = 0;
        while (total < to.byteSize()) {
            long piece = Math.min(to.byteSize() - total, LARGEST_PIECE);
            int count = file.read(to.asSlice(total, piece).asByteBuffer(), offset + total, patience);
            total += Math.max(0, count);
            if (count < piece) {
                break;
            }
        }
        return total;
    }

    /** For arrays of other numbers than bytes, over which no buffer of bytes can be laid. */
    private static long readAndCopy(OpenFile file, long offset, MemorySegment to, Patience patience)
            throws IOException {
        ByteBuffer piece = ByteBuffer.allocate((int) Math.min(to.byteSize(), GROWTH));
        long total = 0;
        while (total < to.byteSize()) {
            piece.clear().limit((int) Math.min(piece.capacity(), to.byteSize() - total));
            int count = file.read(piece, offset + total, patience);
            if (count < 0) {
                break;
            }
            MemorySegment.copy(MemorySegment.ofBuffer(piece.flip()), 0, to, total, count);
            total += count;
        }
        return total;
    }

    /** Reads a file from its start to its end. A size of 0 says nothing, see {@link RangeReads}. */
    static MemorySegment read(OpenFile file, Arena arena, Patience patience) throws IOException {
        long size = file.isSeekable() ? file.size(patience) : 0;
        if (size == 0) {
            byte[] bytes = WholeRead.read(file, patience);
            MemorySegment segment = arena.allocate(bytes.length);
            segment.copyFrom(MemorySegment.ofArray(bytes));
            return segment;
        }
        MemorySegment segment = arena.allocate(size);
        long filled = read(file, 0, segment, patience);
        ByteBuffer more = ByteBuffer.allocate(1);
        while (filled == segment.byteSize() && file.read(more.clear(), filled, patience) == 1) {
            // It has grown meanwhile.
            MemorySegment grown = arena.allocate(filled + Math.max(filled / 2, GROWTH));
            grown.copyFrom(segment);
            filled += read(file, filled, grown.asSlice(filled), patience);
            segment = grown;
        }
        return segment.asSlice(0, filled);
    }
}
