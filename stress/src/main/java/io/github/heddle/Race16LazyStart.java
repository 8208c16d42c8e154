package io.github.heddle;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLI_Result;

/**
 * The first reads of a process come at once, and open one ring.
 */
public final class Race16LazyStart {

    private Race16LazyStart() {}

    /** Stands for the ring of the whole process. */
    static final class Ring {

        int opened;

        Ring() {
            opened = 1;
        }
    }

    /** {@return whether what was got is whole} */
    private static String state(Ring ring) {
        return ring.opened == 1 ? "WHOLE" : "HALF_MADE";
    }

    /** The real class. */
    @JCStressTest
    @Outcome(id = "WHOLE, WHOLE, 1", expect = Expect.ACCEPTABLE, desc = "Both have the one that was made.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Two rings, or one that is not yet made.")
    @State
    public static class Once extends OnFirstUse<Ring> {

        private final AtomicInteger made = new AtomicInteger();

        @Override
        Ring make() {
            made.incrementAndGet();
            return new Ring();
        }

        @Actor
        void first(LLI_Result result) {
            result.r1 = state(get());
        }

        @Actor
        void second(LLI_Result result) {
            result.r2 = state(get());
        }

        @Arbiter
        void count(LLI_Result result) {
            result.r3 = made.get();
        }
    }

    /** Nobody looks again in the lock. */
    @JCStressTest
    @Outcome(id = "WHOLE, WHOLE, 1", expect = Expect.ACCEPTABLE, desc = "One came later.")
    @Outcome(id = "WHOLE, WHOLE, 2", expect = Expect.ACCEPTABLE_INTERESTING, desc = "Two rings, of which one is never closed.")
    @State
    public static class NoSecondLookControl {

        private final AtomicInteger made = new AtomicInteger();
        private volatile @Nullable Ring ring;

        @Actor
        void first(LLI_Result result) {
            result.r1 = state(get());
        }

        @Actor
        void second(LLI_Result result) {
            result.r2 = state(get());
        }

        private Ring get() {
            Ring seen = ring;
            return seen != null ? seen : make();
        }

        private synchronized Ring make() {
            made.incrementAndGet();
            Ring fresh = new Ring();
            ring = fresh;
            return fresh;
        }

        @Arbiter
        void count(LLI_Result result) {
            result.r3 = made.get();
        }
    }

    /** The field is not volatile, so what it leads to need not be there. */
    @JCStressTest
    @Outcome(id = "WHOLE, WHOLE, 1", expect = Expect.ACCEPTABLE, desc = "Both have the one that was made.")
    @Outcome(expect = Expect.ACCEPTABLE_INTERESTING, desc = "One has seen the ring before its fields.")
    @State
    public static class PlainFieldWeakMemoryControl {

        private final AtomicInteger made = new AtomicInteger();
        private @Nullable Ring ring;

        @Actor
        void first(LLI_Result result) {
            result.r1 = state(get());
        }

        @Actor
        void second(LLI_Result result) {
            result.r2 = state(get());
        }

        private Ring get() {
            Ring seen = ring;
            return seen != null ? seen : make();
        }

        private synchronized Ring make() {
            Ring seen = ring;
            if (seen == null) {
                made.incrementAndGet();
                seen = new Ring();
                ring = seen;
            }
            return seen;
        }

        @Arbiter
        void count(LLI_Result result) {
            result.r3 = made.get();
        }
    }
}
