package io.github.heddle.ring;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The fixed number of slots: the in-flight cap. Callers beyond it wait in order of arrival.
 *
 * <p>A fair semaphore keeps the order, a free list says which slot. A slot is pushed before its permit is released, so
 * whoever has a permit finds a slot.
 *
 * <p>Closing releases one permit more than there are slots: the way out. Each waiting caller takes it, finds the pool
 * closed, and passes it on to the next, so all leave without any slot coming home.
 */
final class SlotPool {

    private final Slot[] slots;
    private final FreeList free;
    private final Semaphore permits;
    private volatile boolean closed;

    SlotPool(Slot[] slots) {
        this.slots = slots;
        free = new FreeList(0, slots.length);
        permits = new Semaphore(slots.length, true);
    }

    /** Waits for a slot, uninterruptibly. {@return null when the pool is closed} */
    @Nullable Slot take() {
        if (closed) {
            return null;
        }
        permits.acquireUninterruptibly();
        if (closed) {
            permits.release();
            return null;
        }
        return slots[free.pop()];
    }

    void giveBack(Slot slot) {
        free.push(slot.index);
        permits.release();
    }

    /** Refuses whoever waits and whoever comes. Called once. */
    void close() {
        closed = true;
        permits.release();
    }

    /** After {@link #close}: some slots will never come home, and nobody is to wait for them. */
    void giveUp() {
        permits.release(slots.length);
    }

    /** After {@link #close}: waits until every slot is home. {@return whether they are} */
    boolean awaitAllHome(long nanos) {
        int all = slots.length + 1;
        boolean interrupted = false;
        long deadline = System.nanoTime() + nanos;
        try {
            while (true) {
                try {
                    boolean home = permits.tryAcquire(all, Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                    if (home) {
                        permits.release(all);
                    }
                    return home;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The permits at home, with that of the way out once the pool is closed. */
    int home() {
        return permits.availablePermits();
    }

    int waiting() {
        return permits.getQueueLength();
    }
}
