package io.github.heddle.ring;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * The race of {@link SleepOrBellTest} on the queue that {@link SubmissionQueue} is not: two variables, and no full
 * fence between the write of one and the read of the other. A run in which this loses no wake-up was too short or
 * too lonely to say anything about the other test.
 */
@JCStressTest
@Outcome(id = "QUEUED, DRAINED", expect = Expect.ACCEPTABLE, desc = "The offer came before the drain.")
@Outcome(id = "QUEUED, STAYED_AWAKE", expect = Expect.ACCEPTABLE, desc = "The second look found the slot.")
@Outcome(id = "QUEUED_WHILE_ASLEEP, SLEEPS", expect = Expect.ACCEPTABLE, desc = "The offer came last: the bell.")
@Outcome(
        id = "QUEUED_WHILE_ASLEEP, STAYED_AWAKE",
        expect = Expect.ACCEPTABLE,
        desc = "Two variables allow a bell for nothing.")
@Outcome(
        id = "QUEUED, SLEEPS",
        expect = Expect.ACCEPTABLE_INTERESTING,
        desc = "The control fires: a lost wake-up, which one word or a full fence prevents.")
@State
public class FencelessControl {

    private static final VarHandle QUEUED;
    private static final VarHandle ASLEEP;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            QUEUED = lookup.findVarHandle(FencelessControl.class, "queued", Slot.class);
            ASLEEP = lookup.findVarHandle(FencelessControl.class, "asleep", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Slot slot = Slot.mark();
    private @Nullable Slot queued;
    private boolean asleep;

    @Actor
    void caller(LL_Result result) {
        QUEUED.setRelease(this, slot);
        boolean ring = (boolean) ASLEEP.getAcquire(this);
        result.r1 = ring ? SubmissionQueue.Offer.QUEUED_WHILE_ASLEEP : SubmissionQueue.Offer.QUEUED;
    }

    @Actor
    void reaper(LL_Result result) {
        if (QUEUED.getAcquire(this) != null) {
            result.r2 = "DRAINED";
            return;
        }
        ASLEEP.setRelease(this, true);
        result.r2 = QUEUED.getAcquire(this) == null ? "SLEEPS" : "STAYED_AWAKE";
    }
}
