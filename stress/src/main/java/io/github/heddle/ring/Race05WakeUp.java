package io.github.heddle.ring;

import java.util.concurrent.locks.LockSupport;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Mode;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Signal;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * The caller parks after its offer, the reaper sleeps when nothing is queued, and each is woken by the other, whatever
 * comes first.
 */
public final class Race05WakeUp {

    private Race05WakeUp() {}

    /** The real engine: the reaper sleeps or is about to, and a caller reads and parks. Both must wake up. */
    @JCStressTest
    @Outcome(id = "READ, AWOKEN", expect = Expect.ACCEPTABLE, desc = "The reaper was woken, and the caller too.")
    @Outcome(id = ".*, WAKE_UP_LOST", expect = Expect.FORBIDDEN, desc = "The reaper sleeps on beside a request.")
    @Outcome(id = "WAKE_UP_LOST, .*", expect = Expect.FORBIDDEN, desc = "The caller sleeps on beside its answer.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Another answer than the file's bytes.")
    @State
    public static class Read {

        private final HandTurnedEngine engine = new HandTurnedEngine(new StandInKernel(1), 1);

        @Actor
        void caller(LL_Result result) {
            result.r1 = engine.read(1);
            engine.callerIsDone();
        }

        @Actor
        void reaper(LL_Result result) {
            result.r2 = engine.turnUntilCallerIsDone();
        }
    }

    /** The same with a virtual thread, which unmounts. */
    @JCStressTest
    @Outcome(id = "READ, AWOKEN", expect = Expect.ACCEPTABLE, desc = "The reaper was woken, and the caller too.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A lost wake-up, or another answer than the file's bytes.")
    @State
    public static class VirtualRead {

        private final HandTurnedEngine engine = new HandTurnedEngine(new StandInKernel(1), 1);

        @Actor
        void caller(LL_Result result) {
            Thread.ofVirtual().start(() -> {
                result.r1 = engine.read(1);
                engine.callerIsDone();
            });
        }

        @Actor
        void reaper(LL_Result result) {
            result.r2 = engine.turnUntilCallerIsDone();
        }
    }

    /** Without end: a caller that is not woken shows as STALE. */
    @JCStressTest(Mode.Termination)
    @Outcome(id = "TERMINATED", expect = Expect.ACCEPTABLE, desc = "Woken.")
    @Outcome(id = "STALE", expect = Expect.FORBIDDEN, desc = "Parked for ever.")
    @State
    public static class Await {

        private final Slot slot = new Slot(0);
        private final SubmissionQueue queue = new SubmissionQueue();

        @Actor
        void caller() {
            slot.submit();
            queue.offer(slot);
            slot.await(Patience.ENDLESS);
        }

        @Signal
        void reaper() {
            Slot drained = null;
            while (drained == null) {
                drained = queue.drain();
            }
            Thread waiter = drained.waiter();
            drained.answer();
            LockSupport.unpark(waiter);
        }
    }

    /** The reaper unparks first and answers then. */
    @JCStressTest
    @Outcome(id = "ANSWERED", expect = Expect.ACCEPTABLE, desc = "The answer was there when the caller woke up.")
    @Outcome(id = "WAKE_UP_LOST", expect = Expect.ACCEPTABLE_INTERESTING, desc = "It woke up for nothing and parked again.")
    @State
    public static class EarlyUnparkControl {

        private final Slot slot = new Slot(0);
        private final SubmissionQueue queue = new SubmissionQueue();

        @Actor
        void caller(L_Result result) {
            slot.submit();
            queue.offer(slot);
            WakeUp wakeUp = WakeUp.ofControl();
            slot.await(wakeUp.patience());
            result.r1 = wakeUp.orLost("ANSWERED");
        }

        @Actor
        void reaper() {
            Slot drained = null;
            while (drained == null) {
                drained = queue.drain();
            }
            LockSupport.unpark(drained.waiter());
            WakeUp.holdUp();
            drained.answer();
        }
    }

    /** The caller does not look again before it parks, and takes every wake-up for its own. */
    @JCStressTest
    @Outcome(id = "ANSWERED", expect = Expect.ACCEPTABLE, desc = "It happened to be the right one.")
    @Outcome(id = "UNANSWERED", expect = Expect.ACCEPTABLE_INTERESTING, desc = "The caller goes on without an answer.")
    @State
    public static class IfInsteadOfWhileControl {

        private final Slot slot = new Slot(0);
        private final SubmissionQueue queue = new SubmissionQueue();

        @Actor
        void caller(L_Result result) {
            slot.submit();
            LockSupport.unpark(Thread.currentThread()); // left over from whatever this thread has waited for before
            queue.offer(slot);
            if (!slot.isHeld()) {
                WakeUp.ofControl().patience().park(slot);
            }
            result.r1 = slot.isHeld() ? "ANSWERED" : "UNANSWERED";
        }

        @Actor
        void reaper() {
            Slot drained = null;
            while (drained == null) {
                drained = queue.drain();
            }
            Thread waiter = drained.waiter();
            drained.answer();
            LockSupport.unpark(waiter);
        }
    }
}
