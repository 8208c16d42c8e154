package io.github.heddle.ring;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * A caller offers while the reaper, having drained, goes to sleep: Dekker's pattern, each writes one thing and looks at
 * the other's. And the queue is closed, for good.
 */
public final class Race04SleepOrBell {

    private static final int WRITTEN = 1;

    private Race04SleepOrBell() {}

    /** The real queue, in which the two are one word. */
    @JCStressTest
    @Outcome(id = "QUEUED, DRAINED", expect = Expect.ACCEPTABLE, desc = "The offer came before the drain.")
    @Outcome(id = "QUEUED, STAYED_AWAKE", expect = Expect.ACCEPTABLE, desc = "The offer came in between: no sleep.")
    @Outcome(id = "QUEUED_WHILE_ASLEEP, SLEEPS", expect = Expect.ACCEPTABLE, desc = "The offer came last: the bell.")
    @Outcome(id = "QUEUED, SLEEPS", expect = Expect.FORBIDDEN, desc = "A lost wake-up: it sleeps and nobody strikes.")
    @Outcome(id = "QUEUED_WHILE_ASLEEP, .*", expect = Expect.FORBIDDEN, desc = "A bell for a reaper that is awake.")
    @Outcome(id = ".*, DRAINED_UNWRITTEN", expect = Expect.FORBIDDEN, desc = "The offer did not publish the slot.")
    @State
    public static class OneWord {

        private final SubmissionQueue queue = new SubmissionQueue();
        private final Slot slot = Slot.mark();

        @Actor
        void caller(LL_Result result) {
            slot.generation = WRITTEN;
            result.r1 = queue.offer(slot);
        }

        @Actor
        void reaper(LL_Result result) {
            Slot drained = queue.drain();
            if (drained != null) {
                result.r2 = drained.generation == WRITTEN ? "DRAINED" : "DRAINED_UNWRITTEN";
            } else {
                result.r2 = queue.sleep() ? "SLEEPS" : "STAYED_AWAKE";
            }
        }
    }

    /** The real queue is closed for good while a caller offers and the reaper drains. */
    @JCStressTest
    @Outcome(id = "QUEUED, DRAINED", expect = Expect.ACCEPTABLE, desc = "Before the close.")
    @Outcome(id = "QUEUED, NOTHING", expect = Expect.ACCEPTABLE, desc = "Dropped by the close, whose caller stops the slot.")
    @Outcome(id = "CLOSED, NOTHING", expect = Expect.ACCEPTABLE, desc = "Refused.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The drain has undone the close, or a refused slot was drained.")
    @State
    public static class DrainOrClose {

        private final SubmissionQueue queue = new SubmissionQueue();
        private final Slot slot = Slot.mark();

        @Actor
        void closer() {
            queue.close();
        }

        @Actor
        void callerAndReaper(LL_Result result) {
            result.r1 = queue.offer(slot);
            result.r2 = queue.drain() == null ? "NOTHING" : "DRAINED";
        }

        @Arbiter
        void later(LL_Result result) {
            if (queue.offer(Slot.mark()) != SubmissionQueue.Offer.CLOSED) {
                result.r2 = "OPEN_AGAIN";
            }
        }
    }

    /** Two variables, a queue and a flag, and no full fence between the write of one and the read of the other. */
    @JCStressTest
    @Outcome(id = "QUEUED, DRAINED", expect = Expect.ACCEPTABLE, desc = "The offer came before the drain.")
    @Outcome(id = "QUEUED, STAYED_AWAKE", expect = Expect.ACCEPTABLE, desc = "The second look found the slot.")
    @Outcome(id = "QUEUED_WHILE_ASLEEP, SLEEPS", expect = Expect.ACCEPTABLE, desc = "The offer came last: the bell.")
    @Outcome(
            id = "QUEUED_WHILE_ASLEEP, STAYED_AWAKE",
            expect = Expect.ACCEPTABLE,
            desc = "Two variables allow a bell for nothing.")
    @Outcome(id = "QUEUED, SLEEPS", expect = Expect.ACCEPTABLE_INTERESTING, desc = "A lost wake-up.")
    @State
    public static class FencelessControl {

        private static final VarHandle QUEUED;
        private static final VarHandle ASLEEP;

        static {
            try {
                MethodHandles.Lookup lookup = MethodHandles.lookup();
                QUEUED = lookup.findVarHandle(FencelessControl.class, "queued", Slot.class);
                ASLEEP = lookup.findVarHandle(FencelessControl.class, "asleep", boolean.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private final Slot slot = Slot.mark();
        private @Nullable Slot queued;
        private boolean asleep;

        @Actor
        void caller(LL_Result result) {
            QUEUED.setRelease(this, slot);
            boolean strike = (boolean) ASLEEP.getAcquire(this);
            result.r1 = strike ? SubmissionQueue.Offer.QUEUED_WHILE_ASLEEP : SubmissionQueue.Offer.QUEUED;
        }

        @Actor
        void reaper(LL_Result result) {
            if (QUEUED.getAcquire(this) != null) {
                result.r2 = "DRAINED";
                return;
            }
            ASLEEP.setRelease(this, true);
            result.r2 = QUEUED.getAcquire(this) == null ? "SLEEPS" : "STAYED_AWAKE";
        }
    }

    /** Two variables with every fence, and a reaper that does not look again after it has said that it sleeps. */
    @JCStressTest
    @Outcome(
            id = {"QUEUED, DRAINED", "QUEUED_WHILE_ASLEEP, SLEEPS"},
            expect = Expect.ACCEPTABLE,
            desc = "The offer came first, or last.")
    @Outcome(id = "QUEUED, SLEEPS", expect = Expect.ACCEPTABLE_INTERESTING, desc = "A lost wake-up.")
    @State
    public static class NoSecondLookControl {

        private final Slot slot = Slot.mark();
        private volatile @Nullable Slot queued;
        private volatile boolean asleep;

        @Actor
        void caller(LL_Result result) {
            queued = slot;
            result.r1 = asleep ? SubmissionQueue.Offer.QUEUED_WHILE_ASLEEP : SubmissionQueue.Offer.QUEUED;
        }

        @Actor
        void reaper(LL_Result result) {
            if (queued != null) {
                result.r2 = "DRAINED";
                return;
            }
            asleep = true;
            result.r2 = "SLEEPS";
        }
    }

    /** The drain empties the queue without looking whether it was closed meanwhile. */
    @JCStressTest
    @Outcome(id = {"QUEUED, .*", "CLOSED, NOTHING"}, expect = Expect.ACCEPTABLE, desc = "Drained, dropped or refused.")
    @Outcome(id = "OPEN_AGAIN, .*", expect = Expect.ACCEPTABLE_INTERESTING, desc = "Later offers wait for a reaper that is gone.")
    @State
    public static class BlindDrainControl {

        private static final Slot CLOSED = Slot.mark();

        private final AtomicReference<@Nullable Slot> newest = new AtomicReference<>();
        private final Slot slot = Slot.mark();

        @Actor
        void closer() {
            newest.set(CLOSED);
        }

        @Actor
        void callerAndReaper(LL_Result result) {
            result.r1 = newest.compareAndSet(null, slot) ? "QUEUED" : "CLOSED";
            result.r2 = "NOTHING";
            Slot seen = newest.get();
            if (seen != null && seen != CLOSED) {
                newest.set(null);
                result.r2 = "DRAINED";
            }
        }

        @Arbiter
        void later(LL_Result result) {
            if (newest.get() != CLOSED) {
                result.r1 = "OPEN_AGAIN";
            }
        }
    }
}
