package io.github.heddle.ring;

import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * A deadline passes while the answer comes. The caller has one of the two, and the slot comes home either way.
 */
public final class Race10GiveUp {

    private Race10GiveUp() {}

    /** The real engine, of which a caller without patience wants a file. */
    @JCStressTest
    @Outcome(id = {"READ, ALL_HOME", "GAVE_UP, ALL_HOME"}, expect = Expect.ACCEPTABLE, desc = "In time, or not; nothing is left.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A slot or a descriptor was lost, or the bytes are wrong.")
    @State
    public static class ReadOrGiveUp {

        private final HandTurnedEngine engine = new HandTurnedEngine(new StandInKernel(1), 1);

        @Actor
        void caller(LL_Result result) {
            result.r1 = engine.read(1, Patience.ENDLESS.within(Duration.ofNanos(SOME_NANOS)));
            engine.callerIsDone();
        }

        @Actor
        void reaper() {
            engine.turnUntilCallerIsDone();
        }

        @Arbiter
        void later(LL_Result result) {
            engine.settle();
            result.r2 = engine.kernel.isWakeUpLost() ? "WAKE_UP_LOST" : engine.balance();
        }
    }

    /** After one has given up, its slot serves the next one, which waits for it. */
    @JCStressTest
    @Outcome(
            id = {"READ, READ, ALL_HOME", "GAVE_UP, READ, ALL_HOME"},
            expect = Expect.ACCEPTABLE,
            desc = "The second one has the bytes of its own file.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The first one's leftovers reached the second one, or it was not served.")
    @State
    public static class GiveUpThenRead {

        private final HandTurnedEngine engine = new HandTurnedEngine(new StandInKernel(1), 1);

        @Actor
        void caller(LLL_Result result) {
            result.r1 = engine.read(1, Patience.ENDLESS.within(Duration.ofNanos(SOME_NANOS)));
            result.r2 = engine.read(2);
            engine.callerIsDone();
        }

        @Actor
        void reaper() {
            engine.turnUntilCallerIsDone();
        }

        @Arbiter
        void later(LLL_Result result) {
            engine.settle();
            result.r3 = engine.kernel.isWakeUpLost() ? "WAKE_UP_LOST" : engine.balance();
        }
    }

    /** About as long as an answer takes, so that either may come first. */
    private static final long SOME_NANOS = 2_000;

    /** The real slot and pool, and a caller that does not ask whether the answer has come when it leaves. */
    @JCStressTest
    @Outcome(id = {"TOO_LATE, 1", "ANSWERED, 1"}, expect = Expect.ACCEPTABLE, desc = "The slot is home.")
    @Outcome(id = "ANSWERED, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "Each leaves the slot to the other.")
    @State
    public static class LeaveRegardlessControl {

        private final Slot slot = new Slot(0);
        private final SlotPool pool = new SlotPool(new Slot[] {slot}, 1);

        public LeaveRegardlessControl() {
            try {
                pool.take(Patience.ENDLESS);
            } catch (GivenUpException e) {
                throw new AssertionError(e);
            }
            slot.submit();
        }

        @Actor
        void caller() {
            pool.quarantine(slot);
            slot.abandon();
        }

        @Actor
        void reaper(LL_Result result) {
            result.r1 = slot.answer() ? "ANSWERED" : "TOO_LATE";
            if (slot.isAbandoned()) {
                slot.letGo();
                pool.giveBack(slot);
            }
        }

        @Arbiter
        void count(LL_Result result) {
            result.r2 = pool.home();
        }
    }
}
