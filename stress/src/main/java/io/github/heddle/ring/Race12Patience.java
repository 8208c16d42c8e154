package io.github.heddle.ring;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * Somebody ends the patience of those that wait, whether they are parked or just about to.
 */
public final class Race12Patience {

    private Race12Patience() {}

    /** The real patience, ended while one comes to wait with it. */
    @JCStressTest
    @Outcome(id = "ENDED", expect = Expect.ACCEPTABLE, desc = "Woken, or not even parked.")
    @Outcome(id = "WAKE_UP_LOST", expect = Expect.FORBIDDEN, desc = "The end did not reach it.")
    @State
    public static class WaitOrEnd {

        private final Patience patience = Patience.untilEnded();

        @Actor
        void waiter(L_Result result) {
            WakeUp wakeUp = new WakeUp();
            Parking.until(this, () -> false, patience.within(WakeUp.LOST_AFTER));
            result.r1 = wakeUp.orLost("ENDED");
        }

        @Actor
        void ender() {
            patience.end();
        }
    }

    /** One looks whether it has ended, and enters itself then. */
    @JCStressTest
    @Outcome(id = "ENDED", expect = Expect.ACCEPTABLE, desc = "Woken, or not even parked.")
    @Outcome(id = "WAKE_UP_LOST", expect = Expect.ACCEPTABLE_INTERESTING, desc = "Ended in between: nobody wakes it.")
    @State
    public static class LookThenEnterControl {

        private volatile boolean ended;
        private volatile @Nullable Thread waiter;

        @Actor
        void waiter(L_Result result) {
            if (ended) {
                result.r1 = "ENDED";
                return;
            }
            WakeUp.holdUp();
            waiter = Thread.currentThread();
            WakeUp wakeUp = WakeUp.ofControl();
            wakeUp.patience().park(this);
            result.r1 = wakeUp.orLost("ENDED");
        }

        @Actor
        void ender() {
            ended = true;
            LockSupport.unpark(waiter);
        }
    }
}
