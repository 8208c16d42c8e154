package io.github.heddle.ring;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * Callers beyond the cap wait for a slot, in order, with or without patience; whoever gives one back hands it over.
 * Slots and places are balanced at the end.
 */
public final class Race06Pool {

    private Race06Pool() {}

    private static Slot take(SlotPool pool) {
        try {
            return Objects.requireNonNull(pool.take(Patience.ENDLESS));
        } catch (GivenUpException e) {
            throw new AssertionError(e);
        }
    }

    /** {@return "SLOT", "CLOSED" or "GAVE_UP"} */
    private static String take(SlotPool pool, Patience patience) {
        try {
            return pool.take(patience) == null ? "CLOSED" : "SLOT";
        } catch (GivenUpException e) {
            return "GAVE_UP";
        }
    }

    private static String balance(SlotPool pool) {
        return pool.home() + " home, " + pool.inUse() + " in use, " + pool.waiting() + " waiting";
    }

    /** One waits as long as it takes. */
    @JCStressTest
    @Outcome(id = "SLOT", expect = Expect.ACCEPTABLE, desc = "The slot was handed over.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A lost wake-up: the slot is there, and its caller sleeps.")
    @State
    public static class WaitOrGiveBack {

        private final SlotPool pool = new SlotPool(new Slot[] {new Slot(0)}, 1);
        private final Slot slot = take(pool);

        @Actor
        void owner() {
            pool.giveBack(slot);
        }

        @Actor
        void waiter(L_Result result) {
            WakeUp wakeUp = new WakeUp();
            result.r1 = wakeUp.orLost(take(pool, wakeUp.patience()));
        }
    }

    /** One leaves the line while it is given a slot. */
    @JCStressTest
    @Outcome(id = "SLOT, 0 home, 1 in use, 0 waiting", expect = Expect.ACCEPTABLE, desc = "It was given the slot.")
    @Outcome(id = "GAVE_UP, 1 home, 0 in use, 0 waiting", expect = Expect.ACCEPTABLE, desc = "It has left before that.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The slot was lost, or it is in two hands.")
    @State
    public static class GiveUpOrGiveBack {

        private final SlotPool pool = new SlotPool(new Slot[] {new Slot(0)}, 1);
        private final Slot slot = take(pool);

        @Actor
        void owner() {
            pool.giveBack(slot);
        }

        @Actor
        void waiter(LL_Result result) {
            result.r1 = take(pool, HandTurnedEngine.noPatience());
        }

        @Arbiter
        void count(LL_Result result) {
            result.r2 = balance(pool);
        }
    }

    /** The pool is closed while one waits. */
    @JCStressTest
    @Outcome(id = "CLOSED", expect = Expect.ACCEPTABLE, desc = "Refused, or let out of the line.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "It waits for ever.")
    @State
    public static class WaitOrClose {

        private final SlotPool pool = new SlotPool(new Slot[] {new Slot(0)}, 1);

        public WaitOrClose() {
            take(pool);
        }

        @Actor
        void closer() {
            pool.close();
        }

        @Actor
        void waiter(L_Result result) {
            WakeUp wakeUp = new WakeUp();
            result.r1 = wakeUp.orLost(take(pool, wakeUp.patience()));
        }
    }

    /** One has no patience with the kernel, so another one gets its place, and the slot comes home by itself. */
    @JCStressTest
    @Outcome(id = "SLOT, 1 home, 1 in use, 0 waiting", expect = Expect.ACCEPTABLE, desc = "The reserve took the slot's place.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A place or a slot was lost or doubled.")
    @State
    public static class WaitOrQuarantine {

        private final SlotPool pool = new SlotPool(new Slot[] {new Slot(0), new Slot(1)}, 1);
        private final Slot slot = take(pool);

        @Actor
        void owner() {
            pool.quarantine(slot);
            pool.release(slot);
            pool.quarantine(slot);
            pool.giveBack(slot);
        }

        @Actor
        void waiter(LL_Result result) {
            WakeUp wakeUp = new WakeUp();
            result.r1 = wakeUp.orLost(take(pool, wakeUp.patience()));
        }

        @Arbiter
        void count(LL_Result result) {
            result.r2 = balance(pool);
        }
    }

    /** Who leaves the line looks for an answer before it takes the lock, and not again in it. */
    @JCStressTest
    @Outcome(id = {"SLOT, nobody's", "GAVE_UP, home"}, expect = Expect.ACCEPTABLE, desc = "Given, or home.")
    @Outcome(id = "GAVE_UP, nobody's", expect = Expect.ACCEPTABLE_INTERESTING, desc = "The slot is lost, and with it a place for ever.")
    @State
    public static class LookBeforeTheLockControl {

        private final Slot slot = new Slot(0);
        private boolean waits = true;
        private boolean home;
        private volatile @Nullable Slot given;

        @Actor
        void owner() {
            synchronized (this) {
                if (waits) {
                    waits = false;
                    given = slot;
                } else {
                    home = true;
                }
            }
        }

        @Actor
        void waiter(LL_Result result) {
            if (given != null) {
                result.r1 = "SLOT";
                return;
            }
            synchronized (this) {
                waits = false;
            }
            result.r1 = "GAVE_UP";
        }

        @Arbiter
        void count(LL_Result result) {
            result.r2 = home ? "home" : "nobody's";
        }
    }
}
