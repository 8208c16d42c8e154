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
 * there. A size of 0 says nothing: it is also that of files which the kernel makes up when they are read. Of
 * those an offset from the end is found by reading all of it.
 */
final class RangeReads {

    /** Merging stops here, so that a list of ranges does not become one array of the file's size. */
    private static final int LARGEST_MERGED = 1 << 20;

    private static final Comparator<Piece> BY_PLACE =
            Comparator.comparingLong(Piece::start).thenComparingLong(Piece::end);

    /** Of every range that got nothing: there is nothing in it to change. */
    private static final byte[] EMPTY = {};

    /** So many bytes of arrays are made and then read at once: in memory, so that they are still in the cache. */
    private static final int BATCH_IN_MEMORY = 64 << 10;

    /** And beyond it, as many as one slot has in flight. */
    private static final int BATCH = 512 << 10;

    /** As a gap in memory: it takes about as long to copy as to make a call. */
    private static final int NEAR = 512;

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

    /** Pieces that are read as one: so many of the sorted ones, from a place on. */
    private static final class Merged {
        final int first;
        int count = 1;
        final long start;
        long end;

        Merged(int first, Piece piece) {
            this.first = first;
            start = piece.start;
            end = piece.end;
        }

        byte[] newArray() {
            return new byte[(int) (end - start)];
        }

        boolean takes(Piece piece, int gap) {
            return piece.start - end <= gap
                    && (piece.end <= end || piece.end - start <= LARGEST_MERGED);
        }

        void add(Piece piece) {
            count++;
            end = Math.max(end, piece.end);
        }
    }

    /** What is read by one call: some of the merged ones, from a place on, at least one. */
    private static final class Batch {

        private final List<Merged> merged;
        private final int first;
        private final List<byte[]> arrays = new ArrayList<>();
        final List<Part> parts = new ArrayList<>();

        Batch(List<Merged> merged, int first, int most) {
            this.merged = merged;
            this.first = first;
            for (long bytes = 0; bytes < most && first + size() < merged.size(); ) {
                Merged next = merged.get(first + size());
                byte[] array = next.newArray();
                arrays.add(array);
                parts.add(new Part(next.start, ByteBuffer.wrap(array)));
                bytes += array.length;
            }
        }

        int size() {
            return parts.size();
        }

        /** Gives the first ones to whom they belong. */
        void hand(int[] counts, int done, List<Piece> pieces, byte[][] results) {
            for (int i = 0; i < done; i++) {
                Merged some = merged.get(first + i);
                List<Piece> own = pieces.subList(some.first, some.first + some.count);
                RangeReads.hand(own, some.start, arrays.get(i), Math.max(0, counts[i]), results);
            }
        }
    }

    List<byte[]> read(Patience patience) throws IOException {
        Failures.requireOffsets(file);
        long size = file.size(patience);
        if (size == 0) {
            return readWithoutSize(patience);
        }
        List<Piece> pieces = pieces(size);
        byte[][] results = new byte[ranges.size()][];
        Arrays.fill(results, EMPTY);
        int read = file.isReadInMemory() ? readWhatIsInMemory(pieces, results) : 0;
        List<Merged> merged = merge(pieces, read, gap);
        for (int next = 0; next < merged.size(); ) {
            Batch batch = new Batch(merged, next, BATCH);
            batch.hand(file.readAll(batch.parts, patience), batch.size(), pieces, results);
            next += batch.size();
        }
        return Arrays.asList(results);
    }

    /**
     * The bytes between ranges are no cheaper there than one call more, so only near ones are read as one. It ends at a
     * large one: an array that is made in vain costs more than what this saves.
     *
     * @return how many pieces were read, the first ones
     */
    private int readWhatIsInMemory(List<Piece> pieces, byte[][] results) {
        List<Merged> merged = merge(pieces, 0, Math.min(gap, NEAR));
        for (int next = 0; next < merged.size(); ) {
            Merged first = merged.get(next);
            if (first.end - first.start > BATCH_IN_MEMORY) {
                return first.first;
            }
            Batch batch = new Batch(merged, next, BATCH_IN_MEMORY);
            int[] counts = new int[batch.size()];
            int done = file.readInMemory(batch.parts, counts);
            batch.hand(counts, done, pieces, results);
            if (done < batch.size()) {
                return merged.get(next + done).first;
            }
            next += done;
        }
        return pieces.size();
    }

    private List<byte[]> readWithoutSize(Patience patience) throws IOException {
        if (ranges.stream().anyMatch(range -> range.offset() < 0)) {
            return cut(WholeRead.read(file, patience), ranges);
        }
        List<byte[]> results = new ArrayList<>();
        for (Range range : ranges) {
            results.add(WholeRead.read(file, range.offset(), range.length(), patience));
        }
        return results;
    }

    /** {@return what of the ranges lies in the file, in order} */
    private List<Piece> pieces(long size) {
        List<Piece> pieces = new ArrayList<>(ranges.size());
        for (int i = 0; i < ranges.size(); i++) {
            Piece piece = inside(ranges.get(i), i, size);
            if (piece.start < piece.end) {
                pieces.add(piece);
            }
        }
        pieces.sort(BY_PLACE);
        return pieces;
    }

    private static List<Merged> merge(List<Piece> pieces, int from, int gap) {
        List<Merged> all = new ArrayList<>(pieces.size() - from);
        for (int i = from; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            if (!all.isEmpty() && all.getLast().takes(piece, gap)) {
                all.getLast().add(piece);
            } else {
                all.add(new Merged(i, piece));
            }
        }
        return all;
    }

    private static Piece inside(Range range, int index, long size) {
        long start = range.offset() < 0 ? size + range.offset() : range.offset();
        long end = Math.min(start, Long.MAX_VALUE - range.length()) + range.length();
        return new Piece(index, Math.clamp(start, 0, size), Math.clamp(end, 0, size));
    }

    private static void hand(List<Piece> pieces, long start, byte[] bytes, int count, byte[][] results) {
        boolean alone = pieces.size() == 1 && count == bytes.length;
        for (Piece piece : pieces) {
            if (alone) {
                results[piece.index] = bytes;
            } else {
                int from = (int) Math.min(piece.start - start, count);
                int to = (int) Math.min(piece.end - start, count);
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
