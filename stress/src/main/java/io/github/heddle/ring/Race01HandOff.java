package io.github.heddle.ring;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * A step goes to the reaper and comes back, in plain fields both times. The queue's compare-and-set publishes what the
 * caller has written, and the slot's state what the reaper has.
 */
public final class Race01HandOff {

    private static final int SPINS = 50;
    private static final long WRITTEN = 7;

    private Race01HandOff() {}

    /** The real slot and the real queue. */
    @JCStressTest
    @Outcome(id = "ANSWERED, DRAINED", expect = Expect.ACCEPTABLE, desc = "There and back.")
    @Outcome(id = "WAITS, DRAINED", expect = Expect.ACCEPTABLE, desc = "The caller would park.")
    @Outcome(id = "WAITS, NOTHING", expect = Expect.ACCEPTABLE, desc = "The reaper has looked before the offer.")
    @Outcome(id = ".*, DRAINED_UNWRITTEN", expect = Expect.FORBIDDEN, desc = "The offer has not published the step.")
    @Outcome(id = "ANSWERED_UNWRITTEN, .*", expect = Expect.FORBIDDEN, desc = "The answer has not published the result.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "An answer of nobody.")
    @State
    public static class ThereAndBack {

        private final SubmissionQueue queue = new SubmissionQueue();
        private final Slot slot = new Slot(0);

        @Actor
        void caller(LL_Result result) {
            slot.submittedNanos = WRITTEN;
            slot.submit();
            queue.offer(slot);
            for (int i = 0; i < SPINS && !slot.isHeld(); i++) {
                Thread.onSpinWait();
            }
            result.r1 = !slot.isHeld() ? "WAITS" : slot.inKernelNanos == WRITTEN ? "ANSWERED" : "ANSWERED_UNWRITTEN";
        }

        @Actor
        void reaper(LL_Result result) {
            Slot drained = null;
            for (int i = 0; i < SPINS && drained == null; i++) {
                drained = queue.drain();
            }
            if (drained == null) {
                result.r2 = "NOTHING";
                return;
            }
            boolean written = drained.submittedNanos == WRITTEN && drained.waiter() != null;
            result.r2 = written ? "DRAINED" : "DRAINED_UNWRITTEN";
            drained.inKernelNanos = WRITTEN;
            drained.answer();
        }
    }

    /** The reaper answers first and writes then. */
    @JCStressTest
    @Outcome(id = {"ANSWERED", "WAITS"}, expect = Expect.ACCEPTABLE, desc = "In time, or not at all.")
    @Outcome(id = "ANSWERED_UNWRITTEN", expect = Expect.ACCEPTABLE_INTERESTING, desc = "The caller takes what is not there.")
    @State
    public static class EarlyAnswerControl {

        private final Slot slot = new Slot(0);

        public EarlyAnswerControl() {
            slot.submit();
        }

        @Actor
        void caller(L_Result result) {
            for (int i = 0; i < SPINS && !slot.isHeld(); i++) {
                Thread.onSpinWait();
            }
            result.r1 = !slot.isHeld() ? "WAITS" : slot.inKernelNanos == WRITTEN ? "ANSWERED" : "ANSWERED_UNWRITTEN";
        }

        @Actor
        void reaper(L_Result result) {
            slot.answer();
            slot.inKernelNanos = WRITTEN;
        }
    }

    /** The state is a plain field: neither release nor acquire. */
    @JCStressTest
    @Outcome(id = {"ANSWERED", "WAITS"}, expect = Expect.ACCEPTABLE, desc = "In time, or not at all.")
    @Outcome(id = "ANSWERED_UNWRITTEN", expect = Expect.ACCEPTABLE_INTERESTING, desc = "The caller takes what is not there.")
    @State
    public static class PlainStateWeakMemoryControl {

        private boolean held;
        private long inKernelNanos;

        @Actor
        void caller(L_Result result) {
            boolean seen = held;
            result.r1 = !seen ? "WAITS" : inKernelNanos == WRITTEN ? "ANSWERED" : "ANSWERED_UNWRITTEN";
        }

        @Actor
        void reaper(L_Result result) {
            inKernelNanos = WRITTEN;
            held = true;
        }
    }
}
