package io.github.heddle;

import io.github.heddle.ring.Part;
import io.github.heddle.ring.Patience;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Ranges of one open file, read as few parts as possible: sorted by their offsets, and merged where they overlap, touch
 * or leave only a small gap.
 *
 * <p>All of it is planned by the size that the file has at the start; where it shrinks meanwhile, the ranges get what is
 * there. A size of 0 says nothing: it is also that of files which the kernel makes up when they are read. Those are read
 * whole.
 */
final class RangeReads {

    /** Merging stops here, so that a list of ranges does not become one array of the file's size. */
    private static final int LARGEST_MERGED = 1 << 20;

    private final OpenFile file;
    private final List<Range> ranges;
    private final int gap;

    RangeReads(OpenFile file, List<Range> ranges, int gap) {
        this.file = file;
        this.ranges = ranges;
        this.gap = gap;
    }

    /** A range inside of the file, and where it stands in the list. */
    private record Piece(int index, long start, long end) {}

    /** Pieces that are read as one. */
    private static final class Merged {
        final List<Piece> pieces = new ArrayList<>();
        final long start;
        long end;

        Merged(Piece first) {
            pieces.add(first);
            start = first.start;
            end = first.end;
        }

        byte[] newArray() {
            return new byte[(int) (end - start)];
        }

        boolean takes(Piece piece, int gap) {
            return piece.start - end <= gap
                    && (piece.end <= end || piece.end - start <= LARGEST_MERGED);
        }

        void add(Piece piece) {
            pieces.add(piece);
            end = Math.max(end, piece.end);
        }
    }

    List<byte[]> read(Patience patience) throws IOException {
        Failures.requireOffsets(file);
        long size = file.size(patience);
        if (size == 0) {
            return cut(WholeRead.read(file, patience), ranges);
        }
        List<Merged> merged = plan(size);
        List<byte[]> bytes = merged.stream().map(Merged::newArray).toList();
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < merged.size(); i++) {
            parts.add(new Part(merged.get(i).start, ByteBuffer.wrap(bytes.get(i))));
        }
        int[] counts = file.readAll(parts, patience);
        byte[][] results = new byte[ranges.size()][];
        Arrays.setAll(results, i -> new byte[0]);
        for (int i = 0; i < counts.length; i++) {
            hand(merged.get(i), bytes.get(i), Math.max(0, counts[i]), results);
        }
        return Arrays.asList(results);
    }

    private List<Merged> plan(long size) {
        List<Piece> pieces = new ArrayList<>();
        for (int i = 0; i < ranges.size(); i++) {
            Piece piece = inside(ranges.get(i), i, size);
            if (piece.start < piece.end) {
                pieces.add(piece);
            }
        }
        pieces.sort(Comparator.comparingLong(Piece::start).thenComparingLong(Piece::end));
        List<Merged> all = new ArrayList<>();
        for (Piece piece : pieces) {
            if (!all.isEmpty() && all.getLast().takes(piece, gap)) {
                all.getLast().add(piece);
            } else {
                all.add(new Merged(piece));
            }
        }
        return all;
    }

    private static Piece inside(Range range, int index, long size) {
        long start = range.offset() < 0 ? size + range.offset() : range.offset();
        long end = Math.min(start, Long.MAX_VALUE - range.length()) + range.length();
        return new Piece(index, Math.clamp(start, 0, size), Math.clamp(end, 0, size));
    }

    private static void hand(Merged merged, byte[] bytes, int count, byte[][] results) {
        boolean alone = merged.pieces.size() == 1 && count == bytes.length;
        for (Piece piece : merged.pieces) {
            if (alone) {
                results[piece.index] = bytes;
            } else {
                int from = (int) Math.min(piece.start - merged.start, count);
                int to = (int) Math.min(piece.end - merged.start, count);
                results[piece.index] = Arrays.copyOfRange(bytes, from, to);
            }
        }
    }

    /** {@return the ranges of a file that is read already} */
    static List<byte[]> cut(byte[] bytes, List<Range> ranges) {
        List<byte[]> results = new ArrayList<>();
        for (int i = 0; i < ranges.size(); i++) {
            Piece piece = inside(ranges.get(i), i, bytes.length);
            results.add(Arrays.copyOfRange(bytes, (int) piece.start, (int) Math.max(piece.start, piece.end)));
        }
        return results;
    }
}
