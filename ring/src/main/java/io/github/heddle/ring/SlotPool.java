package io.github.heddle.ring;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The slots, and how many may be in use at once: the in-flight cap. Callers beyond it wait in order of arrival.
 *
 * <p>A slot whose caller has given up is in quarantine until the kernel lets go of it. It does not count against the
 * cap, as long as there are slots in reserve to take its place: so a device that does not answer takes the reserve
 * from the others, and only after that their places. All slots together are the bound of what can be in quarantine.
 *
 * <p>Whoever gives a slot back hands it to the caller that waits longest, which wakes up once, owning it. (A fair
 * semaphore wakes the one behind it as well, to find nothing and park again.) The lock is held for a few instructions,
 * by {@link #close} for a few a waiter, and never while anybody waits. The slot that was used last is taken first, so
 * that a small load touches little memory.
 */
final class SlotPool {

    /** A caller in line. The slot is written before the answer, and read after it. */
    private static final class Waiter {

        private final Thread thread = Thread.currentThread();
        private final long sinceNanos = System.nanoTime();
        private final @Nullable Object what;
        private @Nullable Slot slot;
        private volatile boolean answered;

        Waiter(@Nullable Object what) {
            this.what = what;
        }

        /** Under the lock, in which a waiter whose patience is over sees whether it has one. */
        void answer(@Nullable Slot slot) {
            this.slot = slot;
            answered = true;
        }

        void wake() {
            LockSupport.unpark(thread);
        }

        boolean await(Patience patience) {
            return Parking.until(this, () -> answered, patience);
        }
    }

    private final int size;
    private final int mostInUse;

    // All that follows is guarded by this object's lock.
    private final ArrayDeque<Slot> free;
    private final LinkedHashSet<Waiter> waiters = new LinkedHashSet<>();
    private int inUse;
    private int quarantined;
    private int striking;

    /**
     * Who has a slot, who has left one to the kernel, and who waits for one. Written under the lock; read without, by who
     * chooses among pools. A pool whose slots are all in quarantine must not look idle.
     */
    private volatile int load;

    private boolean closed;
    private boolean givenUp;

    /** Who waits for all slots. Written before it looks at them under the lock, where it is read after their change. */
    private volatile @Nullable Thread closer;

    /** @param mostInUse how many are in use at once; the others are in reserve */
    SlotPool(Slot[] slots, int mostInUse) {
        this.mostInUse = mostInUse;
        size = slots.length;
        free = new ArrayDeque<>(size + 1);
        for (Slot slot : slots) {
            free.addLast(slot);
        }
    }

    /** For something that is not told. */
    @Nullable Slot take(Patience patience) throws GivenUpException {
        return take(null, patience);
    }

    /**
     * Waits for a slot, uninterruptibly.
     *
     * @param what it is wanted for, for {@link UnderWay}
     * @return null when the pool is closed
     * @throws GivenUpException if the patience is over first
     */
    @Nullable Slot take(@Nullable Object what, Patience patience) throws GivenUpException {
        Waiter waiter;
        synchronized (this) {
            if (closed) {
                return null;
            }
            if (waiters.isEmpty() && hasPlace()) {
                inUse++;
                count();
                return free.removeFirst();
            }
            waiter = new Waiter(what);
            waiters.add(waiter);
            count();
        }
        if (!waiter.await(patience) && leaveTheLine(waiter)) {
            throw new GivenUpException(true);
        }
        return waiter.slot;
    }

    /** {@return whether the waiter was still in line; false when it was answered meanwhile} */
    private synchronized boolean leaveTheLine(Waiter waiter) {
        boolean left = waiters.remove(waiter);
        count();
        return left;
    }

    /** Under the lock, after any change of the three. */
    private void count() {
        load = inUse + quarantined + waiters.size();
    }

    private boolean hasPlace() {
        return inUse < mostInUse && !free.isEmpty();
    }

    void giveBack(Slot slot) {
        boolean wasQuarantined = slot.givenUp;
        slot.reset();
        synchronized (this) {
            if (wasQuarantined) {
                quarantined--;
            } else {
                inUse--;
            }
            count();
            free.addFirst(slot);
            tellCloser();
        }
        serveNext();
    }

    /** The caller is about to abandon the slot: somebody else may have its place. */
    void quarantine(Slot slot) {
        slot.givenUp = true;
        synchronized (this) {
            inUse--;
            quarantined++;
            count();
        }
        serveNext();
    }

    /** After {@link #quarantine}: the slot was answered before it could be abandoned, and is its caller's again. */
    synchronized void release(Slot slot) {
        slot.givenUp = false;
        inUse++;
        quarantined--;
        count();
    }

    private void serveNext() {
        Waiter waiter;
        synchronized (this) {
            if (waiters.isEmpty() || !hasPlace()) {
                return;
            }
            waiter = waiters.removeFirst();
            waiter.answer(free.removeFirst());
            inUse++;
        }
        waiter.wake();
    }

    /**
     * A caller is about to let a slot go and to strike the bell after that: as long as it may still do so, not all is
     * home, and the bell stays.
     */
    synchronized void beginStrike() {
        striking++;
    }

    synchronized void endStrike() {
        striking--;
        tellCloser();
    }

    /**
     * Refuses whoever waits and whoever comes. Any number of times: where an Error ends it, a waiter is still in line
     * that has not been woken.
     */
    synchronized void close() {
        closed = true;
        while (!waiters.isEmpty()) {
            Waiter waiter = waiters.getFirst();
            waiter.answer(null);
            waiter.wake();
            waiters.removeFirst();
            count();
        }
    }

    /** Some slots will never come home, and nobody is to wait for them. */
    synchronized void giveUp() {
        givenUp = true;
        tellCloser();
    }

    /**
     * After {@link #close}, by one thread at a time: waits until every slot is home, or the pool is given up.
     *
     * @return whether it is over; false when the patience is
     */
    boolean awaitAllHome(Patience patience) {
        closer = Thread.currentThread();
        return Parking.until(this, this::isOver, patience);
    }

    private synchronized boolean isOver() {
        return isAllHome() || givenUp;
    }

    /** Under the lock, after any change that may make it over. */
    private void tellCloser() {
        if (closed) {
            LockSupport.unpark(closer);
        }
    }

    private boolean isAllHome() {
        return free.size() == size && striking == 0;
    }

    int load() {
        return load;
    }

    /** The slots that nobody has. */
    synchronized int home() {
        return free.size();
    }

    /** {@return who waits, in order of arrival} */
    synchronized List<UnderWay> inLine() {
        List<UnderWay> all = new ArrayList<>();
        for (Waiter waiter : waiters) {
            if (waiter.what != null) {
                all.add(new UnderWay(waiter.what, UnderWay.Where.IN_LINE, waiter.sinceNanos, waiter.thread));
            }
        }
        return all;
    }

    synchronized int waiting() {
        return waiters.size();
    }

    synchronized int inUse() {
        return inUse;
    }

    synchronized int quarantined() {
        return quarantined;
    }
}
