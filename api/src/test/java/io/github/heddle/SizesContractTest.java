package io.github.heddle;

import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Files of all sizes, read whole and in part. */
class SizesContractTest extends ContractSuite {

    private static final int BUFFER = 64 << 10;

    /** A step reads into so many buffers, and the first step into one. */
    private static final int BUFFERS_OF_TWO_STEPS = 17;

    SizesContractTest(Setup setup) {
        super(setup);
    }

    @Test
    void sizesAroundEveryBoundary_comeBackByteForByte() throws Exception {
        Set<Integer> sizes = new LinkedHashSet<>(List.of(
                0, 1, 2, 511, 512, 513, 4095, 4096, 4097, 8191, 8192, 8193, 16_383, 16_384, 16_385,
                (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 5 << 20));
        for (int buffers = 1; buffers <= BUFFERS_OF_TWO_STEPS; buffers++) {
            sizes.addAll(List.of(buffers * BUFFER - 1, buffers * BUFFER, buffers * BUFFER + 1));
        }
        for (int size : sizes) {
            check.same(fileOf("size-" + size, size));
        }
    }

    @Test
    void rangesAroundEveryBoundary_comeBackByteForByte() throws Exception {
        for (int size : List.of(0, 1, BUFFER - 1, BUFFER, BUFFER + 1, 9 * BUFFER + 1)) {
            Path file = fileOf("size-" + size, size);
            for (long offset : new TreeSet<>(List.of(0L, 1L, size / 2L, (long) size, 1L << 40))) {
                for (int length : new TreeSet<>(List.of(1, BUFFER, size, size + 1))) {
                    check.same(file, offset, length);
                }
            }
        }
    }

    @Test
    void rangeOfEnormousLength_takesWhatThereIs() throws Exception {
        Path file = fileOf("file", 3 * BUFFER);
        for (long offset : List.of(0L, 1L, (long) BUFFER, 3L * BUFFER, 3L * BUFFER + 1, 1L << 33)) {
            check.same(file, offset, Integer.MAX_VALUE);
        }
    }

    @Test
    void rangeAtTheHighestOffsets_isEmpty() throws Exception {
        // The JDK's channel fails there, for the kernel cannot count any further; the rule for all other offsets is kept.
        Path file = fileOf("file", 1000);
        for (long offset : List.of(Long.MAX_VALUE, Long.MAX_VALUE - 1, 1L << 62)) {
            for (int length : List.of(0, 1, BUFFER, Integer.MAX_VALUE)) {
                check.differs(() -> ring.read(file, offset, length), new byte[0]);
            }
        }
    }

    @Test
    void rangeOfWhatHasNone_failsAsTheJdksChannel() throws Exception {
        Path file = fileOf("file", 1000);
        for (int length : List.of(0, 1, 100_000)) {
            check.same(directory, 0, length);
            check.same(directory, 5000, length);
            check.same(directory.resolve("missing"), 0, length);
            check.same(file.resolve("below"), 0, length);
            check.same(Path.of("/dev/null"), 10, length);
            check.same(Path.of("/proc/version"), 3, length);
            check.same(Path.of("/sys/kernel/mm/transparent_hugepage/enabled"), 2, length);
        }
    }

    @Test
    void holes_areZeros() throws Exception {
        for (int size : List.of(4096, 100_000, 1 << 20, 3_000_000)) {
            Path file = directory.resolve("holes-" + size);
            try (RandomAccessFile writer = new RandomAccessFile(file.toFile(), "rw")) {
                writer.setLength(size);
                check.same(file);
                writer.seek(size / 2);
                writer.write(bytes(100));
                check.same(file);
                check.same(file, size / 2 - 50L, 200);
                writer.seek(size - 1L);
                writer.write(1);
                check.same(file);
                writer.seek(0);
                writer.write(1);
                check.same(file);
            }
        }
    }

    @Test
    void writtenAfresh_isReadAfresh() throws Exception {
        // Whatever a cache has kept of the old content must not come back.
        Path file = directory.resolve("file");
        for (int size : List.of(100, 50, 0, 200_000, 10, 70_000, 200_000)) {
            fileOf("file", size);
            check.same(file);
            try (RandomAccessFile writer = new RandomAccessFile(file.toFile(), "rw")) {
                writer.write(7);
            }
            check.same(file);
        }
    }
}
