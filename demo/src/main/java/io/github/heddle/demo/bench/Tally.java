package io.github.heddle.demo.bench;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What the callers of one turn have read. Each read has a place of its own, so that counting makes nobody wait. */
final class Tally {
    private static final int FIRST = 31;
    private static final int LAST = 131;

    private final long[] bytes;
    private final long[] checksums;
    private final AtomicReference<@Nullable Throwable> problem = new AtomicReference<>();

    Tally(int reads) {
        bytes = new long[reads];
        checksums = new long[reads];
    }

    void add(int read, byte[] content) {
        bytes[read] += content.length;
        checksums[read] += checksum(content);
    }

    void add(int read, List<byte[]> parts) {
        for (byte[] part : parts) {
            add(read, part);
        }
    }

    void failed(Throwable failure) {
        problem.compareAndSet(null, failure);
    }

    @Nullable Throwable problem() {
        return problem.get();
    }

    int reads() {
        return bytes.length;
    }

    long bytes() {
        return Arrays.stream(bytes).sum();
    }

    long checksum() {
        return Arrays.stream(checksums).sum();
    }

    /** The program ceiling.c counts in the same way. */
    private static long checksum(byte[] content) {
        int length = content.length;
        return length == 0 ? 0 : length + FIRST * (content[0] & 0xffL) + LAST * (content[length - 1] & 0xffL);
    }
}
