package io.github.heddle;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/**
 * Reads are counted by all their threads at once, and none is lost.
 */
public final class Race18Counters {

    private Race18Counters() {}

    /** The real counters. */
    @JCStressTest
    @Outcome(id = "2, 30", expect = Expect.ACCEPTABLE, desc = "Both reads, and the bytes of both.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A read was not counted, or twice.")
    @State
    public static class Count {

        private final Counters counters = new Counters();

        @Actor
        void first() {
            counters.count(counters.ringReads, 10);
        }

        @Actor
        void second() {
            counters.count(counters.ringReads, 20);
        }

        @Arbiter
        void sum(JJ_Result result) {
            result.r1 = counters.ringReads.sum();
            result.r2 = counters.bytes.sum();
        }
    }

    /** Fields that are counted up. */
    @JCStressTest
    @Outcome(id = "2, 30", expect = Expect.ACCEPTABLE, desc = "Both reads, and the bytes of both.")
    @Outcome(expect = Expect.ACCEPTABLE_INTERESTING, desc = "One has overwritten the other.")
    @State
    public static class PlainFieldsControl {

        private long reads;
        private long bytes;

        @Actor
        void first() {
            count(10);
        }

        @Actor
        void second() {
            count(20);
        }

        private void count(long more) {
            reads++;
            bytes += more;
        }

        @Arbiter
        void sum(JJ_Result result) {
            result.r1 = reads;
            result.r2 = bytes;
        }
    }
}
