package io.github.heddle.ring;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.ZII_Result;

/**
 * What several hold, a slot or a descriptor, is let go of by the last one, once.
 */
public final class Race14Holders {

    private Race14Holders() {}

    /** A slot that its caller and the close of its descriptor hold. */
    @JCStressTest
    @Outcome(id = {"true, false", "false, true"}, expect = Expect.ACCEPTABLE, desc = "The last one brings it home.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "It comes home twice, or never.")
    @State
    public static class LetGoOfSlot {

        private final Slot slot = new Slot(0);

        public LetGoOfSlot() {
            slot.addHolder();
        }

        @Actor
        void caller(LL_Result result) {
            result.r1 = slot.letGo();
        }

        @Actor
        void reaper(LL_Result result) {
            result.r2 = slot.letGo();
        }
    }

    /** A descriptor that its owner closes while a request still has it. */
    @JCStressTest
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "Open as long as it was used, and closed once.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Closed under the request, twice or never.")
    @State
    public static class LetGoOfDescriptor {

        private final AtomicInteger closed = new AtomicInteger();
        private final Descriptor descriptor = new Descriptor(3, number -> closed.incrementAndGet());

        public LetGoOfDescriptor() {
            descriptor.hold();
        }

        @Actor
        void owner() {
            descriptor.letGo();
        }

        @Actor
        void request(II_Result result) {
            result.r1 = closed.get();
            descriptor.letGo();
        }

        @Arbiter
        void later(II_Result result) {
            result.r2 = closed.get();
        }
    }

    /** A descriptor that its owner closes while another would hold it, too. */
    @JCStressTest
    @Outcome(id = {"true, 0, 1", "false, 0, 1", "false, 1, 1"}, expect = Expect.ACCEPTABLE, desc = "Open as long as it is held, and closed once.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Held after it was closed, closed while it is held, twice or never.")
    @State
    public static class HoldDescriptor {

        private final AtomicInteger closed = new AtomicInteger();
        private final Descriptor descriptor = new Descriptor(3, number -> closed.incrementAndGet());

        @Actor
        void owner() {
            descriptor.letGo();
        }

        @Actor
        void other(ZII_Result result) {
            boolean held = descriptor.tryHold();
            result.r1 = held;
            result.r2 = closed.get();
            if (held) {
                descriptor.letGo();
            }
        }

        @Arbiter
        void later(ZII_Result result) {
            result.r3 = closed.get();
        }
    }

    /** Whether there is a holder is asked, and counted then. */
    @JCStressTest
    @Outcome(id = {"true, 0, 1", "false, 0, 1", "false, 1, 1"}, expect = Expect.ACCEPTABLE, desc = "Open as long as it is held, and closed once.")
    @Outcome(id = {"true, 0, 2", "true, 1, 2"}, expect = Expect.ACCEPTABLE_INTERESTING, desc = "Closed while it is held, and once more.")
    @State
    public static class ResurrectedControl {

        private final AtomicInteger closed = new AtomicInteger();
        private final AtomicInteger holders = new AtomicInteger(1);

        @Actor
        void owner() {
            letGo();
        }

        @Actor
        void other(ZII_Result result) {
            boolean held = holders.get() != 0;
            if (held) {
                holders.incrementAndGet();
            }
            result.r1 = held;
            result.r2 = closed.get();
            if (held) {
                letGo();
            }
        }

        private void letGo() {
            if (holders.decrementAndGet() == 0) {
                closed.incrementAndGet();
            }
        }

        @Arbiter
        void later(ZII_Result result) {
            result.r3 = closed.get();
        }
    }

    /** The count is read, and written then. */
    @JCStressTest
    @Outcome(id = {"true, false", "false, true"}, expect = Expect.ACCEPTABLE, desc = "The last one brings it home.")
    @Outcome(id = {"true, true", "false, false"}, expect = Expect.ACCEPTABLE_INTERESTING, desc = "Twice, or never.")
    @State
    public static class PlainCountControl {

        private volatile int holders = 2;

        @Actor
        void caller(LL_Result result) {
            result.r1 = letGo();
        }

        @Actor
        void reaper(LL_Result result) {
            result.r2 = letGo();
        }

        private boolean letGo() {
            int left = holders - 1;
            holders = left;
            return left == 0;
        }
    }
}
