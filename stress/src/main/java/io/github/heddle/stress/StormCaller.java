package io.github.heddle.stress;

import io.github.heddle.ring.Parking;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A thread that reads, and what others know of it.
 *
 * <p>Whether an interrupt has come within a read is told by one word. Whoever interrupts marks the word before and after
 * it; the caller takes the word when its read is over. So each interrupt has come in time, and the status must be
 * there; or it has begun in time, and then the caller waits for it; or there was none, and the status must not be there.
 */
final class StormCaller {

    private static final int AWAY = 0;
    private static final int READING = 1;
    private static final int BEING_HIT = 2;
    private static final int HIT = 3;
    private static final int HIT_LATE = 4;

    private static final String WAIT = Parking.class.getName();

    final int number;
    final SplittableRandom random;
    private final StormRun run;
    private final AtomicInteger state = new AtomicInteger(AWAY);
    private volatile @Nullable Thread thread;

    /** Of its reads, their beginnings and ends: odd within one. */
    private long count;

    private volatile long sequence;

    /** The last read in which somebody has seen it parked. */
    private long seenParked;

    private volatile boolean over;

    StormCaller(int number, SplittableRandom random, StormRun run) {
        this.number = number;
        this.random = random;
        this.run = run;
    }

    void isOn(Thread thread) {
        this.thread = thread;
    }

    private Thread thread() {
        Thread started = thread;
        if (started == null) {
            throw new IllegalStateException("not started");
        }
        return started;
    }

    /** {@return whether a virtual thread has no carrier} The JDK tells it nowhere else. */
    static boolean isUnmounted(Thread thread) {
        return thread.isVirtual() && thread.toString().indexOf('@') < 0;
    }

    // On the caller's thread.

    /** Reads what chance chooses. */
    void read() {
        read(null);
    }

    StormFiles.Outcome read(@Nullable Duration time) {
        return counted(() -> run.files().read(random, time), false);
    }

    void readInterrupted() {
        counted(() -> run.files().read(random, null), true);
    }

    StormFiles.Outcome readHeld() {
        return counted(() -> run.files().readHeld(number, random), false);
    }

    private StormFiles.Outcome counted(Callable<StormFiles.Outcome> read, boolean interrupt) {
        if (interrupt) {
            Thread.currentThread().interrupt();
            run.tally().interrupts.increment();
        }
        StormFiles.Outcome outcome;
        sequence = ++count;
        state.set(READING);
        try {
            outcome = run.watch().over(run.name(), read);
        } catch (Throwable e) {
            outcome = StormFiles.Outcome.WRONG;
            run.findings().add(run.name(), e);
        }
        boolean hit = wasHit();
        sequence = ++count;
        boolean expected = interrupt || hit;
        if (Thread.interrupted() != expected) {
            run.findings().add(run.name() + ": the interrupt status was " + (expected ? "lost" : "set by nobody"));
        }
        run.tally().count(outcome);
        return outcome;
    }

    @SuppressWarnings("ThreadPriorityCheck") // whoever has begun is about to end
    private boolean wasHit() {
        int was = state.getAndSet(AWAY);
        while (was == BEING_HIT && state.get() != HIT_LATE) {
            Thread.yield();
        }
        return was != READING;
    }

    void leave() {
        over = true;
    }

    // On any thread.

    /** Interrupts it, if it reads. One thread at a time. */
    void hit() {
        if (!state.compareAndSet(READING, BEING_HIT) && !state.compareAndSet(HIT, BEING_HIT)) {
            return;
        }
        thread().interrupt();
        run.tally().interrupts.increment();
        if (state.compareAndSet(BEING_HIT, HIT)) {
            run.tally().interruptsWithin.increment();
        } else {
            state.set(HIT_LATE);
        }
    }

    boolean isOver() {
        return over;
    }

    void sample() {
        run.tally().stacks.increment();
        if (Arrays.stream(thread().getStackTrace()).anyMatch(frame -> frame.getClassName().equals(WAIT))) {
            run.tally().stacksWithin.increment();
        }
    }

    /** For nothing. */
    void unpark() {
        long before = sequence;
        LockSupport.unpark(thread());
        if (before % 2 != 0 && sequence == before) {
            run.tally().unparksWithin.increment();
        }
    }

    boolean isParked(boolean pinned) {
        Thread caller = thread();
        return caller.getState() == Thread.State.WAITING && (!caller.isVirtual() || pinned || isUnmounted(caller));
    }

    /** Counts the read in which it is parked, once. One thread at a time. */
    void look(boolean pinned) {
        long before = sequence;
        if (before % 2 == 0 || before == seenParked || !isParked(pinned)) {
            return;
        }
        // Parked and not back yet: whatever wakes it, only an answer brings it back, and that unparks.
        if (sequence == before) {
            seenParked = before;
            run.tally().pairs.increment();
            if (thread().isVirtual() && !pinned) {
                run.tally().unmounted.increment();
            }
        }
    }
}
