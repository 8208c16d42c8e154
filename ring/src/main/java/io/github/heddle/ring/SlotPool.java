package io.github.heddle.ring;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The fixed number of slots: the in-flight cap. Callers beyond it wait in order of arrival.
 *
 * <p>Whoever gives a slot back hands it to the caller that waits longest, which wakes up once, owning it. (A fair
 * semaphore wakes the one behind it as well, to find nothing and park again.) The lock is held for a few instructions
 * and never while anybody waits. The slot that was used last is taken first, so that a small load touches little
 * memory.
 */
final class SlotPool {

    /** A caller in line. The slot is written before the answer, and read after it. */
    private static final class Waiter {

        private final Thread thread = Thread.currentThread();
        private @Nullable Slot slot;
        private volatile boolean answered;

        void answer(@Nullable Slot slot) {
            this.slot = slot;
            answered = true;
            LockSupport.unpark(thread);
        }

        @Nullable Slot await() {
            Parking.until(this, () -> answered, Patience.ENDLESS);
            return slot;
        }
    }

    private final int size;

    // All that follows is guarded by this object's lock.
    private final ArrayDeque<Slot> free;
    private final ArrayDeque<Waiter> waiters = new ArrayDeque<>();
    private boolean closed;
    private boolean givenUp;

    SlotPool(Slot[] slots) {
        size = slots.length;
        free = new ArrayDeque<>(size + 1);
        for (Slot slot : slots) {
            free.addLast(slot);
        }
    }

    /** Waits for a slot, uninterruptibly. {@return null when the pool is closed} */
    @Nullable Slot take() {
        Waiter waiter;
        synchronized (this) {
            if (closed) {
                return null;
            }
            if (!free.isEmpty()) {
                return free.removeFirst();
            }
            waiter = new Waiter();
            waiters.addLast(waiter);
        }
        return waiter.await();
    }

    void giveBack(Slot slot) {
        Waiter waiter;
        synchronized (this) {
            waiter = waiters.pollFirst();
            if (waiter == null) {
                free.addFirst(slot);
                if (closed) {
                    notifyAll();
                }
            }
        }
        if (waiter != null) {
            waiter.answer(slot);
        }
    }

    /** Refuses whoever waits and whoever comes. */
    void close() {
        ArrayDeque<Waiter> refused;
        synchronized (this) {
            closed = true;
            refused = new ArrayDeque<>(waiters);
            waiters.clear();
        }
        refused.forEach(waiter -> waiter.answer(null));
    }

    /** Some slots will never come home, and nobody is to wait for them. */
    synchronized void giveUp() {
        givenUp = true;
        notifyAll();
    }

    /** After {@link #close}: waits until every slot is home, or the pool is given up. {@return whether it is over} */
    synchronized boolean awaitAllHome(long nanos) {
        boolean interrupted = false;
        long deadline = System.nanoTime() + nanos;
        while (free.size() < size && !givenUp) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                break;
            }
            try {
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, TimeUnit.MILLISECONDS.toNanos(1)));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return free.size() == size || givenUp;
    }

    /** The slots that nobody has. */
    synchronized int home() {
        return free.size();
    }

    synchronized int waiting() {
        return waiters.size();
    }
}
