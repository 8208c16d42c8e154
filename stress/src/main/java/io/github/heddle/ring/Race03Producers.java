package io.github.heddle.ring;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * Any number of callers offer their slots at once. Each slot reaches the reaper once, and one caller wakes it.
 */
public final class Race03Producers {

    private Race03Producers() {}

    /** Two callers offer to a sleeping reaper at once. */
    @JCStressTest
    @Outcome(
            id = "QUEUED_WHILE_ASLEEP, QUEUED, first second",
            expect = Expect.ACCEPTABLE,
            desc = "The first found it asleep, and alone strikes.")
    @Outcome(
            id = "QUEUED, QUEUED_WHILE_ASLEEP, second first",
            expect = Expect.ACCEPTABLE,
            desc = "The second found it asleep, and alone strikes.")
    @Outcome(
            id = "QUEUED, QUEUED, .*",
            expect = Expect.FORBIDDEN,
            desc = "A lost wake-up: each left the bell to the other.")
    @Outcome(
            id = "QUEUED_WHILE_ASLEEP, QUEUED_WHILE_ASLEEP, .*",
            expect = Expect.FORBIDDEN,
            desc = "Both strike, and an eventfd write is paid for nothing.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A slot was lost or doubled, or is out of order.")
    @State
    public static class TwoCallers {

        private final SubmissionQueue queue = new SubmissionQueue();
        private final Slot first = Slot.mark();
        private final Slot second = Slot.mark();

        public TwoCallers() {
            queue.sleep();
        }

        @Actor
        void firstCaller(LLL_Result result) {
            result.r1 = queue.offer(first);
        }

        @Actor
        void secondCaller(LLL_Result result) {
            result.r2 = queue.offer(second);
        }

        @Arbiter
        void reaper(LLL_Result result) {
            result.r3 = names(queue.drain());
        }

        private String names(@Nullable Slot oldest) {
            StringBuilder names = new StringBuilder();
            for (Slot slot = oldest; slot != null && names.length() < 40; slot = slot.next) {
                names.append(names.isEmpty() ? "" : " ").append(slot == first ? "first" : slot == second ? "second" : "unknown");
            }
            return names.toString();
        }
    }

    /** Two callers, of which one offers twice, while the reaper drains. Three producers in all, on two processors. */
    @JCStressTest
    @Outcome(id = "3", expect = Expect.ACCEPTABLE, desc = "Each slot came once.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A slot was lost or doubled.")
    @State
    public static class CallersAndReaper {

        private final SubmissionQueue queue = new SubmissionQueue();
        private final Slot[] slots = {Slot.mark(), Slot.mark(), Slot.mark()};

        @Actor
        void callers(L_Result result) {
            queue.offer(slots[0]);
            queue.offer(slots[1]);
        }

        @Actor
        void callerAndReaper(L_Result result) {
            int drained = count(queue.drain());
            queue.offer(slots[2]);
            drained += count(queue.drain());
            result.r1 = drained;
        }

        @Arbiter
        void reaper(L_Result result) {
            result.r1 = (Integer) result.r1 + count(queue.drain());
        }

        private static int count(@Nullable Slot oldest) {
            int count = 0;
            for (Slot slot = oldest; slot != null && count < 10; count++) {
                Slot next = slot.next;
                slot.next = null;
                slot = next;
            }
            return count;
        }
    }

    /** Three callers at once. A third actor would need a third processor; a virtual thread shares those of the others. */
    @JCStressTest
    @Outcome(id = "1, 3", expect = Expect.ACCEPTABLE, desc = "One has struck the bell, and all three are there.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "A slot or a wake-up was lost or doubled.")
    @State
    public static class ThreeCallers {

        private final SubmissionQueue queue = new SubmissionQueue();
        private final AtomicInteger strikes = new AtomicInteger();
        private @Nullable Thread third;

        public ThreeCallers() {
            queue.sleep();
        }

        @Actor
        void firstAndThird() {
            third = Thread.ofVirtual().start(this::offer);
            offer();
        }

        @Actor
        void second() {
            offer();
        }

        private void offer() {
            if (queue.offer(Slot.mark()) == SubmissionQueue.Offer.QUEUED_WHILE_ASLEEP) {
                strikes.incrementAndGet();
            }
        }

        @Arbiter
        void reaper(II_Result result) {
            Parking.uninterruptibly(Objects.requireNonNull(third)::join);
            result.r1 = strikes.get();
            result.r2 = CallersAndReaper.count(queue.drain());
        }
    }

    /** The newest slot is read and then written, where the queue has a compare-and-set. */
    @JCStressTest
    @Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "Both are there.")
    @Outcome(id = "1", expect = Expect.ACCEPTABLE_INTERESTING, desc = "One has overwritten the other, which waits for ever.")
    @State
    public static class GetThenSetControl {

        private volatile @Nullable Slot newest;
        private final Slot first = Slot.mark();
        private final Slot second = Slot.mark();

        @Actor
        void firstCaller() {
            offer(first);
        }

        @Actor
        void secondCaller() {
            offer(second);
        }

        private void offer(Slot slot) {
            slot.next = newest;
            newest = slot;
        }

        @Arbiter
        void reaper(L_Result result) {
            result.r1 = CallersAndReaper.count(newest);
        }
    }
}
