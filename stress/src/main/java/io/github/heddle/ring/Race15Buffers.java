package io.github.heddle.ring;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.Collectors;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * Buffers go round: spare ones among slots, and those of the cached path among callers. Nobody has another one's.
 */
public final class Race15Buffers {

    private Race15Buffers() {}

    /** One takes a buffer while the other takes two and gives the first back: the pattern ABA. */
    @JCStressTest
    @Outcome(id = "0 1 2", expect = Expect.ACCEPTABLE, desc = "Each buffer is in one place.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A buffer is in two hands, or lost.")
    @State
    public static class TakeAndGiveBack {

        private final FreeList list = new FreeList(0, 3);
        private int first;
        private int second;

        @Actor
        void one() {
            first = list.pop();
        }

        @Actor
        void other() {
            int buffer = list.pop();
            second = list.pop();
            list.push(buffer);
        }

        @Arbiter
        void count(L_Result result) {
            result.r1 = sorted(first, second, list.pop(), list.pop());
        }
    }

    /** The buffers that there are. One pop too many gives a negative number, which is none. */
    private static String sorted(int... buffers) {
        return Arrays.stream(buffers)
                .filter(buffer -> buffer >= 0)
                .sorted()
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(" "));
    }

    /** What one has written about its buffer, the next owner sees. */
    @JCStressTest
    @Outcome(id = {"1 of 1", "2 of 2"}, expect = Expect.ACCEPTABLE, desc = "Whoever had it has counted on from the last one.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A buffer whose last owner's writing was not there.")
    @State
    public static class Publication {

        private final FreeList list = new FreeList(0, 1);
        private int uses;
        private int owners;
        private int otherOwners;

        @Actor
        void one() {
            owners = use();
        }

        @Actor
        void other() {
            otherOwners = use();
        }

        private int use() {
            int buffer = list.pop();
            if (buffer < 0) {
                return 0;
            }
            uses++;
            list.push(buffer);
            return 1;
        }

        @Arbiter
        void later(L_Result result) {
            result.r1 = uses + " of " + (owners + otherOwners);
        }
    }

    /** The same list without its tag. */
    @JCStressTest
    @Outcome(id = "0 1 2", expect = Expect.ACCEPTABLE, desc = "Each buffer is in one place.")
    @Outcome(expect = Expect.ACCEPTABLE_INTERESTING, desc = "The top came back meanwhile, and what lies below it is taken.")
    @State
    public static class UntaggedControl {

        private static final int NONE = -1;

        private final AtomicIntegerArray below = new AtomicIntegerArray(new int[] {1, 2, NONE});
        private final AtomicInteger top = new AtomicInteger();
        private int first;
        private int second;

        @Actor
        void one() {
            first = pop();
        }

        @Actor
        void other() {
            int buffer = pop();
            second = pop();
            push(buffer);
        }

        private int pop() {
            int seen;
            do {
                seen = top.get();
                if (seen == NONE) {
                    return NONE;
                }
            } while (!top.compareAndSet(seen, below.get(seen)));
            return seen;
        }

        private void push(int buffer) {
            int seen;
            do {
                seen = top.get();
                below.set(buffer, seen);
            } while (!top.compareAndSet(seen, buffer));
        }

        @Arbiter
        void count(L_Result result) {
            result.r1 = sorted(first, second, pop(), pop());
        }
    }
}
