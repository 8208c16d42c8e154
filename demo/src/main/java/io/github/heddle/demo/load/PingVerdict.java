package io.github.heddle.demo.load;

import io.github.heddle.demo.Quantity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Whether a side's {@code /ping} suffers from readers of files that do not answer.
 *
 * <p>Where it does, it waits until the files answer: each ping has the rest of the phase as its latency, at the median
 * more than half of it. Where it does not, it takes what it takes alone, which is about a millisecond. There is much room
 * between these, and the bound of p99 lies in it: a second, or more where the machine is so busy that p99 is high alone,
 * too, or that even the generator was late, which has nothing to do with the server. So a pause of some hundred
 * milliseconds, as a machine has that builds something else besides, is no verdict. It is never more than half of the
 * phase: a side that hangs cannot pass, however busy the machine is.
 */
final class PingVerdict {
    private static final long PAUSE = Duration.ofSeconds(1).toNanos();
    private static final long TIMES_ALONE = 10;
    private static final long TIMES_LATE = 5;

    private final PingPhase alone;
    private final List<PingPhase> disturbed;

    /** @param phases the first without readers */
    PingVerdict(List<PingPhase> phases) {
        alone = phases.getFirst();
        disturbed = phases.subList(1, phases.size());
    }

    Optional<PingPhase> firstThatSuffers() {
        return disturbed.stream().filter(this::suffers).findFirst();
    }

    private boolean suffers(PingPhase phase) {
        Figures pings = phase.pings();
        return pings.failed() > 0 || pings.answered() == 0 || pings.p99() > bound(phase);
    }

    private long bound(PingPhase phase) {
        long busy = Math.max(
                TIMES_ALONE * alone.pings().p99(), TIMES_LATE * phase.lateness().max());
        return Math.min(Math.max(PAUSE, busy), phase.pings().span() / 2);
    }

    /** {@return how it is beside the readers of that phase, in words} */
    String told(PingPhase phase) {
        Figures pings = phase.pings();
        String beside = "beside " + Quantity.count(phase.readers()) + " readers ";
        if (pings.unanswered() > 0) {
            return beside + Quantity.count(pings.unanswered()) + " of "
                    + Quantity.count(pings.unanswered() + pings.answered() + pings.failed())
                    + " pings had no answer until the files had answered";
        }
        if (pings.failed() > 0) {
            return beside + Quantity.count(pings.failed()) + " pings failed: " + pings.errors();
        }
        return beside + "the p99 of a ping is " + Quantity.milliseconds(pings.p99()) + ", alone "
                + Quantity.milliseconds(alone.pings().p99());
    }

    /** {@return the phase with the most readers} */
    PingPhase last() {
        return disturbed.getLast();
    }
}
