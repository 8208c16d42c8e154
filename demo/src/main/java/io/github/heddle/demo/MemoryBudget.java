package io.github.heddle.demo;

import java.util.concurrent.Semaphore;

/** Lets the contents of many small files be in memory at once, or of a few large ones. */
public final class MemoryBudget {
    private static final int UNIT = 4096;

    private final int units;
    private final Semaphore free;

    public MemoryBudget(long bytes) {
        units = Math.clamp(bytes / UNIT, 1, Integer.MAX_VALUE);
        free = new Semaphore(units, true);
    }

    /** Waits until a file of that size may be read; one larger than the budget may be so alone. */
    public Share take(long size) {
        int wanted = (int) Math.min(units, size / UNIT + 1);
        free.acquireUninterruptibly(wanted);
        return () -> free.release(wanted);
    }

    /** Memory to give back. */
    public interface Share extends AutoCloseable {
        @Override
        void close();
    }
}
