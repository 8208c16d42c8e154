package io.github.heddle.stress;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** What callers do to the engine, and others to the callers. */
enum StormPattern {

    /** Two callers take turns for the only slot: each is in line while the other one's read is in the kernel. */
    PING_PONG(1, 0, Temper.PATIENT, Carrier.LEFT) {
        @Override
        void conduct(StormRun run) throws Exception {
            StormTurns turns = new StormTurns(run.files().answerOnlyWhen(run::areAllParked), run);
            run.startReaders(2, turns::take);
            run.awaitCallers();
        }
    },

    /** Many callers stand in line for a few slots, and some let others go first when they are through. */
    CROWD(8, 0, Temper.MIXED, Carrier.LEFT) {
        @Override
        @SuppressWarnings("ThreadPriorityCheck") // as callers do
        void conduct(StormRun run) throws Exception {
            run.startReaders(run.callersWanted(), caller -> {
                caller.read();
                if (caller.random.nextInt(4) == 0) {
                    Thread.yield();
                }
            });
            run.awaitCallers();
        }
    },

    /** Each read by a thread of its own, which its parent waits for: a tree that is all leaves. */
    FAN_OUT(64, 0, Temper.MIXED, Carrier.LEFT) {
        @Override
        void conduct(StormRun run) throws Exception {
            new StormTree(run).growAll();
        }
    },

    /** Callers are interrupted the whole time, some before they read. */
    INTERRUPTS(64, 0, Temper.PATIENT, Carrier.TAKEN_NOW_AND_THEN) {
        @Override
        void conduct(StormRun run) throws Exception {
            run.startReaders(run.callersWanted(), caller -> {
                if (caller.random.nextInt(8) == 0) {
                    caller.readInterrupted();
                } else {
                    caller.read();
                }
            });
            run.disturb("interrupter", StormCaller::hit);
            run.awaitCallers();
        }

        @Override
        boolean isDisturbedEnough(StormTally tally, long reads) {
            return tally.interruptsWithin.sum() >= Math.min(reads, ENOUGH);
        }
    },

    /** Callers are unparked the whole time, by somebody who has nothing for them. */
    STRAY_UNPARKS(64, 0, Temper.PATIENT, Carrier.TAKEN_NOW_AND_THEN) {
        @Override
        void conduct(StormRun run) throws Exception {
            run.start(run.callersWanted(), 0, run::readOn);
            run.disturb("unparker", StormCaller::unpark);
            run.awaitCallers();
        }

        @Override
        boolean isDisturbedEnough(StormTally tally, long reads) {
            return tally.unparksWithin.sum() >= Math.min(reads, ENOUGH);
        }
    },

    /** Reads are given up at about the time of their answer, and those who wait for ever have to get the slots. */
    DEADLINES(8, 8, Temper.TARDY, Carrier.TAKEN_NOW_AND_THEN) {
        @Override
        void conduct(StormRun run) throws Exception {
            run.startReaders(run.callersWanted(), caller -> {
                boolean endless = caller.random.nextInt(4) == 0;
                caller.read(endless ? null : Duration.ofNanos(caller.random.nextInt(Temper.LATE_NANOS)));
            });
            run.awaitCallers();
        }

        @Override
        boolean isDisturbedEnough(StormTally tally, long reads) {
            return tally.givenUp.sum() >= Math.min(reads, ENOUGH);
        }
    },

    /** Somebody looks at the stacks of callers the whole time. */
    STACK_TRACES(64, 0, Temper.MIXED, Carrier.TAKEN_NOW_AND_THEN) {
        @Override
        void conduct(StormRun run) throws Exception {
            run.start(run.callersWanted(), 0, run::readOn);
            run.disturb("sampler", StormCaller::sample);
            run.awaitCallers();
        }

        @Override
        boolean isDisturbedEnough(StormTally tally, long reads) {
            return tally.stacksWithin.sum() >= Math.min(reads, ENOUGH);
        }
    },

    /** All callers are parked at once, more of them than there are carriers; meanwhile others have the carriers. */
    UNMOUNTED(64, 0, Temper.PATIENT, Carrier.LEFT) {
        @Override
        void conduct(StormRun run) throws Exception {
            new StormGate(run).openAgainAndAgain();
        }
    },

    /** Callers of both kinds, in one line. */
    PLATFORM_AND_VIRTUAL(16, 0, Temper.PATIENT, Carrier.NONE) {
        @Override
        void conduct(StormRun run) throws Exception {
            int count = run.callersWanted();
            run.start(count, count / 2, run::readOn);
            run.awaitCallers();
        }
    },

    /** Virtual threads that cannot leave their carriers, which a native frame holds. */
    PINNED(16, 0, Temper.PATIENT, Carrier.KEPT) {
        @Override
        void conduct(StormRun run) throws Exception {
            int count = Math.min(PINNED_CALLERS, run.callersWanted());
            run.start(count, 0, caller -> NativeFrame.call(() -> run.readOn(caller)));
            run.awaitCallers();
        }
    },

    /** Engines are closed under their readers, and others take their places. */
    CLOSE(8, 4, Temper.MIXED, Carrier.TAKEN_NOW_AND_THEN) {
        @Override
        void conduct(StormRun run) throws Exception {
            run.start(run.callersWanted(), 0, run::readOn);
            AtomicLong next = new AtomicLong();
            while (!run.isThrough()) {
                next.addAndGet(run.random().nextInt(READS_OF_AN_ENGINE));
                if (!run.await(() -> run.isThrough() || run.tally().reads.sum() >= next.get())) {
                    return;
                }
                run.files().replace(run.random());
            }
            run.awaitCallers();
        }

        @Override
        boolean isDisturbedEnough(StormTally tally, long reads) {
            return tally.closed.sum() >= Math.min(reads, ENOUGH);
        }
    };

    /** What a parked caller does with its carrier. */
    private enum Carrier {
        LEFT,
        /** Left, and had again for a moment, when something else than the answer wakes it. */
        TAKEN_NOW_AND_THEN,
        KEPT,
        NONE
    }

    /** So many disturbances within reads show something. */
    private static final int ENOUGH = 100;

    private static final int PINNED_CALLERS = 4;
    private static final int READS_OF_AN_ENGINE = 2000;

    private final int inFlight;
    private final int reserve;
    private final Temper temper;
    private final Carrier carrier;

    StormPattern(int inFlight, int reserve, Temper temper, Carrier carrier) {
        this.inFlight = inFlight;
        this.reserve = reserve;
        this.temper = temper;
        this.carrier = carrier;
    }

    StormFiles.Shape shape() {
        return new StormFiles.Shape(inFlight, reserve, temper);
    }

    String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns when all callers are done, or one hangs. */
    abstract void conduct(StormRun run) throws Exception;

    /** {@return whether enough has come within reads for the run to show anything} */
    boolean isDisturbedEnough(StormTally tally, long reads) {
        return true;
    }

    boolean isPinned() {
        return carrier == Carrier.KEPT;
    }

    /** {@return whether all parks must have left the carrier} */
    boolean leavesItsCarrier() {
        return carrier == Carrier.LEFT;
    }
}
