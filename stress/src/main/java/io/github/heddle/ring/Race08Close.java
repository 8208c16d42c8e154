package io.github.heddle.ring;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * A read meets the engine's end: it is answered or refused, and never waits for an answer that nobody gives.
 */
public final class Race08Close {

    private Race08Close() {}

    /** The engine is closed without any patience, beside a reaper that does nothing. */
    @JCStressTest
    @Outcome(id = "CLOSED", expect = Expect.ACCEPTABLE, desc = "Refused, or told that there will be no answer.")
    @Outcome(id = "WAKE_UP_LOST", expect = Expect.FORBIDDEN, desc = "A caller that nobody tells.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Another answer.")
    @State
    public static class ReadOrStop {

        private final HandTurnedEngine engine = new HandTurnedEngine(new StandInKernel(1), 1);

        @Actor
        void caller(L_Result result) {
            result.r1 = engine.read(1);
        }

        @Actor
        void closer() {
            engine.engine.close(HandTurnedEngine.noPatience(), HandTurnedEngine.noPatience());
        }
    }

    /** The engine with its own reaper's thread is closed in peace: what was begun is answered. */
    @JCStressTest
    @Outcome(id = "READ, 0 left, freed", expect = Expect.ACCEPTABLE, desc = "The read was let end.")
    @Outcome(id = "CLOSED, 0 left, freed", expect = Expect.ACCEPTABLE, desc = "The read was refused.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Cut off, not answered, not freed, or the bell was struck after its end.")
    @State
    public static class ReadOrClose {

        private final StandInKernel kernel = new StandInKernel(1);
        private final Engine engine = new Engine(kernel, kernel, kernel.bell(), 1, 1, "reaper");

        @Actor
        void caller(LL_Result result) {
            while (!engine.isReaperAlive() && !kernel.isFreed()) {
                Thread.onSpinWait(); // until the closer, too, has begun
            }
            try {
                WakeUp wakeUp = new WakeUp();
                byte[] bytes =
                        engine.read(new Engine.Target(0, StandInKernel.path(1), 0), () -> -1, wakeUp.patience());
                result.r1 = wakeUp.orLost(kernel.isContent(1, bytes) ? "READ" : "WRONG_BYTES");
            } catch (EngineStoppedException e) {
                result.r1 = "CLOSED";
            } catch (ErrnoException | GivenUpException e) {
                result.r1 = e.toString();
            }
        }

        @Actor
        void closer(LL_Result result) {
            engine.start();
            int left = engine.close(Duration.ofSeconds(10));
            result.r2 = left + " left, " + (kernel.isFreed() ? "freed" : "kept");
        }

        @Arbiter
        void bell(LL_Result result) {
            if (kernel.isStruckAfterClose() || kernel.isWakeUpLost()) {
                result.r2 = "the bell was struck after its end, or in vain";
            }
        }
    }

    /** A caller whose offer is refused relies on the closer to stop its slot, which it has looked at before. */
    @JCStressTest
    @Outcome(id = "TOLD", expect = Expect.ACCEPTABLE, desc = "The closer came after the submit.")
    @Outcome(id = "NOT_TOLD", expect = Expect.ACCEPTABLE_INTERESTING, desc = "The closer came before it: nobody stops the slot.")
    @State
    public static class NobodyStopsControl {

        private final SubmissionQueue queue = new SubmissionQueue();
        private final Slot slot = new Slot(0);

        @Actor
        void caller(L_Result result) {
            slot.submit();
            queue.offer(slot);
            result.r1 = slot.await(WakeUp.ofControl().patience()) ? "TOLD" : "NOT_TOLD";
        }

        @Actor
        void closer() {
            queue.close();
            slot.stop();
            LockSupport.unpark(slot.waiter());
        }
    }
}
