package io.github.heddle.stress;

import java.util.concurrent.atomic.LongAdder;

/** What has come of one pattern of a storm. */
final class StormTally {

    /** Reads that were answered, in whatever way. */
    final LongAdder reads = new LongAdder();

    /** Parks that an unpark has certainly ended: the caller was seen parked when it had no answer yet. */
    final LongAdder pairs = new LongAdder();

    /** Those of virtual threads that were seen to have left their carrier. */
    final LongAdder unmounted = new LongAdder();

    final LongAdder interrupts = new LongAdder();

    /** Those that were over before their read was. */
    final LongAdder interruptsWithin = new LongAdder();

    /** Unparks for nothing that were over before their read was. */
    final LongAdder unparksWithin = new LongAdder();

    final LongAdder stacks = new LongAdder();

    /** Those with the engine's wait on them. */
    final LongAdder stacksWithin = new LongAdder();

    final LongAdder givenUp = new LongAdder();

    /** Reads that were refused or ended because their engine was being closed. */
    final LongAdder closed = new LongAdder();

    final LongAdder wrongBytes = new LongAdder();

    void count(StormFiles.Outcome outcome) {
        reads.increment();
        switch (outcome) {
            case GIVEN_UP -> givenUp.increment();
            case CLOSED -> closed.increment();
            case RIGHT, WRONG -> {} // what is wrong is told where it is found
        }
    }

    void add(StormTally other) {
        reads.add(other.reads.sum());
        pairs.add(other.pairs.sum());
        unmounted.add(other.unmounted.sum());
        interrupts.add(other.interrupts.sum());
        interruptsWithin.add(other.interruptsWithin.sum());
        unparksWithin.add(other.unparksWithin.sum());
        stacks.add(other.stacks.sum());
        stacksWithin.add(other.stacksWithin.sum());
        givenUp.add(other.givenUp.sum());
        closed.add(other.closed.sum());
        wrongBytes.add(other.wrongBytes.sum());
    }
}
