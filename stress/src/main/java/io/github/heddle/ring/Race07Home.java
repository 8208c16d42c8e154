package io.github.heddle.ring;

import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * Closing waits until all slots are home and nobody may strike the bell any more.
 */
public final class Race07Home {

    private Race07Home() {}

    private static Slot take(SlotPool pool) {
        try {
            return Objects.requireNonNull(pool.take(Patience.ENDLESS));
        } catch (GivenUpException e) {
            throw new AssertionError(e);
        }
    }

    /** The closer waits for the last slot. */
    @JCStressTest
    @Outcome(id = "HOME", expect = Expect.ACCEPTABLE, desc = "It was told.")
    @Outcome(id = "WAKE_UP_LOST", expect = Expect.FORBIDDEN, desc = "All is home, and the closer sleeps until its deadline.")
    @State
    public static class AwaitOrGiveBack {

        private final SlotPool pool = new SlotPool(new Slot[] {new Slot(0)}, 1);
        private final Slot slot = take(pool);

        @Actor
        void owner() {
            pool.giveBack(slot);
        }

        @Actor
        void closer(L_Result result) {
            pool.close();
            WakeUp wakeUp = new WakeUp();
            pool.awaitAllHome(wakeUp.patience());
            result.r1 = wakeUp.orLost("HOME");
        }
    }

    /** A caller that gives up strikes the bell after its slot has left it: the bell must still be there. */
    @JCStressTest
    @Outcome(id = "HOME, STRUCK", expect = Expect.ACCEPTABLE, desc = "The bell was struck, and then closed.")
    @Outcome(id = "HOME, STRUCK_CLOSED", expect = Expect.FORBIDDEN, desc = "Closed under the caller: its number may be a socket's by now.")
    @Outcome(id = "WAKE_UP_LOST, .*", expect = Expect.FORBIDDEN, desc = "All is home, and the closer sleeps until its deadline.")
    @State
    public static class StrikeOrClose {

        private final SlotPool pool = new SlotPool(new Slot[] {new Slot(0)}, 1);
        private final Slot slot = take(pool);
        private volatile boolean bellIsClosed;

        @Actor
        void closer(LL_Result result) {
            pool.close();
            WakeUp wakeUp = new WakeUp();
            pool.awaitAllHome(wakeUp.patience());
            result.r1 = wakeUp.orLost("HOME");
            bellIsClosed = true;
        }

        @Actor
        void callerAndReaper(LL_Result result) {
            pool.beginStrike();
            pool.quarantine(slot);
            pool.giveBack(slot); // by the reaper, which has the answer at once
            result.r2 = bellIsClosed ? "STRUCK_CLOSED" : "STRUCK";
            pool.endStrike();
        }
    }

    /** The same caller, whom nobody counts. */
    @JCStressTest
    @Outcome(id = "HOME, STRUCK", expect = Expect.ACCEPTABLE, desc = "In time.")
    @Outcome(id = "HOME, STRUCK_CLOSED", expect = Expect.ACCEPTABLE_INTERESTING, desc = "The bell was closed under the caller.")
    @State
    public static class UncountedStrikeControl {

        private final SlotPool pool = new SlotPool(new Slot[] {new Slot(0)}, 1);
        private final Slot slot = take(pool);
        private volatile boolean bellIsClosed;

        @Actor
        void closer(LL_Result result) {
            pool.close();
            WakeUp wakeUp = new WakeUp();
            pool.awaitAllHome(wakeUp.patience());
            result.r1 = wakeUp.orLost("HOME");
            bellIsClosed = true;
        }

        @Actor
        void callerAndReaper(LL_Result result) {
            pool.quarantine(slot);
            pool.giveBack(slot);
            WakeUp.holdUp();
            result.r2 = bellIsClosed ? "STRUCK_CLOSED" : "STRUCK";
        }
    }

    /** The closer says that it waits only after it has looked. */
    @JCStressTest
    @Outcome(id = "HOME", expect = Expect.ACCEPTABLE, desc = "It was told, or has seen it.")
    @Outcome(id = "WAKE_UP_LOST", expect = Expect.ACCEPTABLE_INTERESTING, desc = "It was not told.")
    @State
    public static class LookThenWaitControl {

        private volatile boolean home;
        private volatile @Nullable Thread closer;

        @Actor
        void owner() {
            home = true;
            LockSupport.unpark(closer);
        }

        @Actor
        void closer(L_Result result) {
            if (home) {
                result.r1 = "HOME";
                return;
            }
            WakeUp.holdUp();
            closer = Thread.currentThread();
            WakeUp wakeUp = WakeUp.ofControl();
            wakeUp.patience().park(this);
            result.r1 = wakeUp.orLost("HOME");
        }
    }
}
