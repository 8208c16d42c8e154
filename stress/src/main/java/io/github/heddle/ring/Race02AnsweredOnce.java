package io.github.heddle.ring;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * Whoever takes a slot out of SUBMITTED, be it the reaper with an answer, the caller that has no more patience or
 * whoever stops the engine, is the only one that does.
 */
public final class Race02AnsweredOnce {

    private Race02AnsweredOnce() {}

    /** The caller gives up while the reaper answers. */
    @JCStressTest
    @Outcome(id = "LEFT, TOO_LATE", expect = Expect.ACCEPTABLE, desc = "The caller is gone: the reaper brings the slot home.")
    @Outcome(id = "STAYS, ANSWERED", expect = Expect.ACCEPTABLE, desc = "The answer came first: the caller takes it.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "The slot is both's, or nobody's.")
    @State
    public static class AnswerOrGiveUp {

        private final Slot slot = new Slot(0);

        public AnswerOrGiveUp() {
            slot.submit();
        }

        @Actor
        void caller(LL_Result result) {
            result.r1 = slot.abandon() ? "LEFT" : "STAYS";
        }

        @Actor
        void reaper(LL_Result result) {
            result.r2 = slot.answer() ? "ANSWERED" : slot.isAbandoned() ? "TOO_LATE" : "NEITHER";
        }
    }

    /** The engine is stopped while the reaper answers. */
    @JCStressTest
    @Outcome(id = "STOPPED, TOO_LATE", expect = Expect.ACCEPTABLE, desc = "The caller is told that there is no answer.")
    @Outcome(id = "TOO_LATE, ANSWERED", expect = Expect.ACCEPTABLE, desc = "The caller has its answer.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Answered twice, or never.")
    @State
    public static class AnswerOrStop {

        private final Slot slot = new Slot(0);

        public AnswerOrStop() {
            slot.submit();
        }

        @Actor
        void closer(LL_Result result) {
            result.r1 = slot.stop() ? "STOPPED" : "TOO_LATE";
        }

        @Actor
        void reaper(LL_Result result) {
            result.r2 = slot.answer() ? "ANSWERED" : "TOO_LATE";
        }
    }

    /** Each looks at the state and writes it then, where the slot has one compare-and-set. */
    @JCStressTest
    @Outcome(id = {"LEFT, TOO_LATE", "STAYS, ANSWERED"}, expect = Expect.ACCEPTABLE, desc = "One of the two.")
    @Outcome(id = "LEFT, ANSWERED", expect = Expect.ACCEPTABLE_INTERESTING, desc = "Both: the slot comes home twice, or never.")
    @State
    public static class LookThenWriteControl {

        private static final int SUBMITTED = 1;
        private static final int HELD = 0;
        private static final int ABANDONED = 2;

        private volatile int state = SUBMITTED;

        @Actor
        void caller(LL_Result result) {
            result.r1 = move(ABANDONED) ? "LEFT" : "STAYS";
        }

        @Actor
        void reaper(LL_Result result) {
            result.r2 = move(HELD) ? "ANSWERED" : "TOO_LATE";
        }

        private boolean move(int to) {
            if (state != SUBMITTED) {
                return false;
            }
            state = to;
            return true;
        }
    }
}
