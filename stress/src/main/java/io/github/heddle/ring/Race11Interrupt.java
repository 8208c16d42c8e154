package io.github.heddle.ring;

import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * An interrupt comes beside the answer. It ends no wait, and its status is there afterwards.
 */
public final class Race11Interrupt {

    private Race11Interrupt() {}

    /** What the reaper and the interrupter have of the caller. */
    private static final class Meeting {

        final Slot slot = new Slot(0);
        final SubmissionQueue queue = new SubmissionQueue();

        void submit() {
            slot.submit();
            queue.offer(slot);
        }

        void interruptAndAnswer() {
            Slot drained = null;
            while (drained == null) {
                drained = queue.drain();
            }
            Thread waiter = Objects.requireNonNull(drained.waiter());
            waiter.interrupt();
            drained.answer();
            LockSupport.unpark(waiter);
        }
    }

    /** The real slot. */
    @JCStressTest
    @Outcome(id = "ANSWERED, true", expect = Expect.ACCEPTABLE, desc = "The answer, and the status as it was set.")
    @Outcome(id = "ANSWERED, false", expect = Expect.FORBIDDEN, desc = "The interrupt was swallowed.")
    @Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "The wait ended without the answer, or did not end.")
    @State
    public static class AwaitOrInterrupt {

        private final Meeting meeting = new Meeting();

        @Actor
        void caller(LL_Result result) {
            meeting.submit();
            WakeUp wakeUp = new WakeUp();
            boolean answered = meeting.slot.await(wakeUp.patience());
            result.r1 = wakeUp.orLost(answered && meeting.slot.isHeld() ? "ANSWERED" : "UNANSWERED");
            result.r2 = Thread.interrupted();
        }

        @Actor
        void reaper() {
            meeting.interruptAndAnswer();
        }
    }

    /** The status is taken away so that the caller can park, and not put back. */
    @JCStressTest
    @Outcome(id = "ANSWERED, true", expect = Expect.ACCEPTABLE, desc = "It came after the wait.")
    @Outcome(id = "ANSWERED, false", expect = Expect.ACCEPTABLE_INTERESTING, desc = "The interrupt was swallowed.")
    @State
    public static class SwallowControl {

        private final Meeting meeting = new Meeting();

        @Actor
        void caller(LL_Result result) {
            meeting.submit();
            while (!meeting.slot.isHeld()) {
                LockSupport.park(meeting.slot);
                Thread.interrupted();
            }
            result.r1 = "ANSWERED";
            result.r2 = Thread.interrupted();
        }

        @Actor
        void reaper() {
            meeting.interruptAndAnswer();
        }
    }

    /** The caller takes the end of its park for the answer. */
    @JCStressTest
    @Outcome(id = "ANSWERED, .*", expect = Expect.ACCEPTABLE, desc = "The answer came in time.")
    @Outcome(id = "UNANSWERED, .*", expect = Expect.ACCEPTABLE_INTERESTING, desc = "It goes on with a slot that is the kernel's.")
    @State
    public static class NoSecondLookControl {

        private final Meeting meeting = new Meeting();

        @Actor
        void caller(LL_Result result) {
            meeting.submit();
            if (!meeting.slot.isHeld()) {
                WakeUp.ofControl().patience().park(meeting.slot);
            }
            result.r1 = meeting.slot.isHeld() ? "ANSWERED" : "UNANSWERED";
            result.r2 = Thread.interrupted();
        }

        @Actor
        void reaper() {
            meeting.interruptAndAnswer();
        }
    }
}
