package io.github.heddle.ring;

/**
 * What one read has waited for, for somebody who asks for it, as a flight recording does. Whoever makes the caller wait
 * adds to it, on the caller's thread.
 */
public final class Waits {

    private boolean ring;
    private boolean pool;
    private long inLineNanos;
    private long servedNanos;

    /** For a request through the ring. */
    public void addRing(long inLineNanos, long inKernelNanos) {
        ring = true;
        this.inLineNanos += inLineNanos;
        servedNanos += inKernelNanos;
    }

    /** For a call on a thread of the pool. */
    public void addPool(long inLineNanos, long onThreadNanos) {
        pool = true;
        this.inLineNanos += inLineNanos;
        servedNanos += onThreadNanos;
    }

    public boolean isRing() {
        return ring;
    }

    public boolean isPool() {
        return pool;
    }

    /** {@return how long nobody had begun with what was waited for} */
    public long inLineNanos() {
        return inLineNanos;
    }

    /** {@return how long the kernel, or a thread of the pool, was at work} */
    public long servedNanos() {
        return servedNanos;
    }
}
