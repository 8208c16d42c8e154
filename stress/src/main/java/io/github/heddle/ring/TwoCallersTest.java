package io.github.heddle.ring;

import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/** Two callers offer to a sleeping reaper at once. */
@JCStressTest
@Outcome(
        id = "QUEUED_WHILE_ASLEEP, QUEUED, first second",
        expect = Expect.ACCEPTABLE,
        desc = "The first found it asleep, and alone rings.")
@Outcome(
        id = "QUEUED, QUEUED_WHILE_ASLEEP, second first",
        expect = Expect.ACCEPTABLE,
        desc = "The second found it asleep, and alone rings.")
@Outcome(
        id = "QUEUED, QUEUED, .*",
        expect = Expect.FORBIDDEN,
        desc = "A lost wake-up: each left the bell to the other.")
@Outcome(
        id = "QUEUED_WHILE_ASLEEP, QUEUED_WHILE_ASLEEP, .*",
        expect = Expect.FORBIDDEN,
        desc = "Both ring, and an eventfd write is paid for nothing.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A slot was lost or doubled, or is out of order.")
@State
public class TwoCallersTest {

    private final SubmissionQueue queue = new SubmissionQueue();
    private final Slot first = Slot.mark();
    private final Slot second = Slot.mark();

    TwoCallersTest() {
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
        Slot oldest = queue.drain();
        Slot newest = oldest == null ? null : oldest.next;
        boolean more = newest != null && newest.next != null;
        result.r3 = name(oldest) + " " + name(newest) + (more ? " and more" : "");
    }

    private String name(@Nullable Slot slot) {
        if (slot == null) {
            return "nothing";
        }
        return slot == first ? "first" : slot == second ? "second" : "unknown";
    }
}
