package io.github.heddle.ring;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** A caller offers while the reaper, having drained, goes to sleep. {@link FencelessControl} loses this race. */
@JCStressTest
@Outcome(id = "QUEUED, DRAINED", expect = Expect.ACCEPTABLE, desc = "The offer came before the drain.")
@Outcome(id = "QUEUED, STAYED_AWAKE", expect = Expect.ACCEPTABLE, desc = "The offer came in between: no sleep.")
@Outcome(id = "QUEUED_WHILE_ASLEEP, SLEEPS", expect = Expect.ACCEPTABLE, desc = "The offer came last: the bell.")
@Outcome(id = "QUEUED, SLEEPS", expect = Expect.FORBIDDEN, desc = "A lost wake-up: it sleeps and nobody rings.")
@Outcome(id = "QUEUED_WHILE_ASLEEP, .*", expect = Expect.FORBIDDEN, desc = "A bell for a reaper that is awake.")
@Outcome(id = ".*, DRAINED_UNWRITTEN", expect = Expect.FORBIDDEN, desc = "The offer did not publish the slot.")
@State
public class SleepOrBellTest {

    private static final int WRITTEN = 1;

    private final SubmissionQueue queue = new SubmissionQueue();
    private final Slot slot = Slot.mark();

    @Actor
    void caller(LL_Result result) {
        slot.generation = WRITTEN;
        result.r1 = queue.offer(slot);
    }

    @Actor
    void reaper(LL_Result result) {
        Slot drained = queue.drain();
        if (drained != null) {
            result.r2 = drained.generation == WRITTEN ? "DRAINED" : "DRAINED_UNWRITTEN";
        } else {
            result.r2 = queue.sleep() ? "SLEEPS" : "STAYED_AWAKE";
        }
    }
}
