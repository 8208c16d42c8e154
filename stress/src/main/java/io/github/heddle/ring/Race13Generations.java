package io.github.heddle.ring;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * A completion that comes again, after its slot has gone on to the next step or the next read, changes nothing there.
 */
public final class Race13Generations {

    private static final int FIRST_FILE = 1;
    private static final int SECOND_FILE = 2;

    private Race13Generations() {}

    /** Answers again what it has answered a turn before, with an error. */
    private static final class RepeatingKernel extends StandInKernel {

        private static final int TWO_STEPS = 2 * BUFFER_BYTES + 3;

        private final boolean forgesGeneration;
        private final long[] former = new long[8];
        private int formerCount;
        private int generation;

        /** @param forgesGeneration whether the late completions have the number of the step that is in flight by then */
        RepeatingKernel(boolean forgesGeneration) {
            super(1, 4, TWO_STEPS, WakeUp.LOST_AFTER.toNanos());
            this.forgesGeneration = forgesGeneration;
        }

        @Override
        public void reap(Completions completions) {
            for (int i = 0; i < formerCount; i++) {
                completions.complete(
                        forgesGeneration ? UserData.pack(generation, 0, UserData.op(former[i])) : former[i], -Errno.EIO);
            }
            formerCount = 0;
            super.reap((userData, result) -> {
                if (UserData.op(userData) < Slot.MAX_OPS) {
                    former[formerCount++] = userData;
                    generation = UserData.generation(userData) + 1;
                }
                completions.complete(userData, result);
            });
        }
    }

    private static String readTwoFiles(HandTurnedEngine engine) {
        String first = engine.read(FIRST_FILE);
        String second = engine.read(SECOND_FILE);
        engine.callerIsDone();
        return first + " " + second;
    }

    /** The real engine. Late completions come in each turn, also while the caller already plans its next step. */
    @JCStressTest
    @Outcome(id = "READ READ", expect = Expect.ACCEPTABLE, desc = "Nobody has listened to them.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A late completion was taken for one of a later step.")
    @State
    public static class LateCompletions {

        private final HandTurnedEngine engine = new HandTurnedEngine(new RepeatingKernel(false), 1);

        @Actor
        void caller(L_Result result) {
            result.r1 = readTwoFiles(engine);
        }

        @Actor
        void reaper() {
            engine.turnUntilCallerIsDone();
        }
    }

    /** The same without generations: each late completion seems to be of the step that is in flight. */
    @JCStressTest
    @Outcome(id = "READ READ", expect = Expect.ACCEPTABLE, desc = "The late ones met no step.")
    @Outcome(expect = Expect.ACCEPTABLE_INTERESTING, desc = "A late completion has failed a later step, or spoilt its bytes.")
    @State
    public static class NoGenerationControl {

        private final HandTurnedEngine engine = new HandTurnedEngine(new RepeatingKernel(true), 1);

        @Actor
        void caller(L_Result result) {
            result.r1 = readTwoFiles(engine);
        }

        @Actor
        void reaper() {
            engine.turnUntilCallerIsDone();
        }
    }
}
