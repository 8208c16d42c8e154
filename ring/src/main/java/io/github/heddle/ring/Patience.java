package io.github.heddle.ring;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * How long a caller is willing to wait: for ever, until a deadline, or until somebody ends it.
 *
 * <p>Whoever waits looks at its condition first and at its patience after that, so an answer that is there is taken
 * even when the patience is over. {@link #end} is seen by who waits already, because it unparks them all, and by who
 * comes later, because the mark is written first: a waiter enters itself, looks at the mark and only then parks.
 */
public final class Patience {

    /** Waits for ever. */
    public static final Patience ENDLESS = new Patience(null, 0, null, null, null);

    private final @Nullable Duration duration;

    /** Of {@link System#nanoTime}, where there is a duration. */
    private final long deadline;

    /** Who waits, where somebody can end it. */
    private final @Nullable Set<Thread> waiters;

    /** Whose end is this one's too. */
    private final @Nullable Patience outer;

    /** Where is added up what is waited for, where somebody asks for it. */
    private final @Nullable Waits waits;

    private volatile boolean ended;

    private Patience(
            @Nullable Duration duration,
            long deadline,
            @Nullable Set<Thread> waiters,
            @Nullable Patience outer,
            @Nullable Waits waits) {
        this.duration = duration;
        this.deadline = deadline;
        this.waiters = waiters;
        this.outer = outer;
        this.waits = waits;
    }

    /** {@return one that lasts so long from now on, and not longer than this one} */
    public Patience within(Duration duration) {
        // Not longer than nanoTime can tell apart; that is 146 years.
        Duration longest = Duration.ofNanos(Long.MAX_VALUE / 2);
        Duration counted = duration.isNegative() ? Duration.ZERO : duration;
        long nanos = (counted.compareTo(longest) > 0 ? longest : counted).toNanos();
        return new Patience(duration, System.nanoTime() + nanos, waiters, this, waits);
    }

    /** {@return one that lasts as long as this one, of one caller, which is told what it waits for} */
    public Patience telling(Waits waits) {
        return new Patience(duration, deadline, waiters, this, waits);
    }

    /** {@return where to add what is waited for; null where nobody asks} */
    public @Nullable Waits waits() {
        return waits;
    }

    /** Waits until {@link #end}. */
    public static Patience untilEnded() {
        return new Patience(null, 0, ConcurrentHashMap.newKeySet(), null, null);
    }

    /** Ends it, for whoever waits and whoever comes. Any thread, any number of times. */
    public void end() {
        if (waiters == null || outer != null) {
            throw new IllegalStateException("this patience has no end but its deadline");
        }
        ended = true;
        waiters.forEach(LockSupport::unpark);
    }

    /** {@return whether it was ended, rather than that its time is over} */
    public boolean isEnded() {
        return ended || (outer != null && outer.isEnded());
    }

    /** {@return how long it was meant to last} */
    public Optional<Duration> duration() {
        return Optional.ofNullable(duration);
    }

    public boolean isOver() {
        return isEnded() || (duration != null && System.nanoTime() - deadline >= 0);
    }

    /** {@return what is left, in nanoseconds; 0 when it is over} */
    public long nanosLeft() {
        if (isEnded()) {
            return 0;
        }
        return duration != null ? Math.max(0, deadline - System.nanoTime()) : Long.MAX_VALUE;
    }

    void enter(Thread waiter) {
        if (waiters != null) {
            waiters.add(waiter);
        }
    }

    void leave(Thread waiter) {
        if (waiters != null) {
            waiters.remove(waiter);
        }
    }

    /** One park, no longer than the patience lasts. */
    void park(Object blocker) {
        if (duration != null) {
            LockSupport.parkNanos(blocker, nanosLeft());
        } else {
            LockSupport.park(blocker);
        }
    }
}
