package io.github.heddle.ring;

import java.util.concurrent.locks.LockSupport;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * The reaper dies of an Error. Whoever is queued, in flight or about to come is told.
 */
public final class Race09Death {

    private Race09Death() {}

    /** The reaper dies in its turn, of an Error in the kernel's calls, while a caller reads. */
    @JCStressTest
    @Outcome(id = "BROKEN", expect = Expect.ACCEPTABLE, desc = "Told that the ring is broken, before or after its submit.")
    @Outcome(id = "WAKE_UP_LOST", expect = Expect.FORBIDDEN, desc = "A caller that nobody tells.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Another answer.")
    @State
    public static class ReadOrDeath {

        private final HandTurnedEngine engine = new HandTurnedEngine(new DeadlyKernel(), 1);

        @Actor
        void caller(L_Result result) {
            result.r1 = engine.read(1);
        }

        @Actor
        void reaper() {
            engine.reaper().run();
        }
    }

    private static final class DeadlyKernel extends StandInKernel {

        DeadlyKernel() {
            super(1);
        }

        @Override
        public int submitAndWait(int completions) {
            throw new OutOfMemoryError("of the test");
        }
    }

    /** Slots are stopped first and the queue is closed then. */
    @JCStressTest
    @Outcome(id = "TOLD", expect = Expect.ACCEPTABLE, desc = "Stopped by the reaper, or by itself.")
    @Outcome(id = "NOT_TOLD", expect = Expect.ACCEPTABLE_INTERESTING, desc = "Submitted in between: queued for nobody.")
    @State
    public static class StopThenCloseControl {

        private final SubmissionQueue queue = new SubmissionQueue();
        private final Slot slot = new Slot(0);

        @Actor
        void caller(L_Result result) {
            slot.submit();
            if (queue.offer(slot) == SubmissionQueue.Offer.CLOSED) {
                slot.stop();
            }
            result.r1 = slot.await(WakeUp.ofControl().patience()) ? "TOLD" : "NOT_TOLD";
        }

        @Actor
        void reaper() {
            slot.stop();
            LockSupport.unpark(slot.waiter());
            WakeUp.holdUp();
            queue.close();
        }
    }
}
