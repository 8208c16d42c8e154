package io.github.heddle.stress;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Sees that two callers alternate. Where the kernel answers the one only when the other one is parked too, which it can
 * only be in line for the slot, they have to; and each park in line is one more that an unpark has ended.
 */
final class StormTurns {

    private final boolean strict;
    private final StormRun run;
    private final AtomicReference<@Nullable StormCaller> last = new AtomicReference<>();

    StormTurns(boolean strict, StormRun run) {
        this.strict = strict;
        this.run = run;
    }

    void take(StormCaller caller) {
        caller.read();
        StormCaller before = last.getAndSet(caller);
        if (!strict || before == null) {
            return;
        }
        if (before == caller) {
            run.findings().add(run.name() + ": a caller had the slot twice while the other one was in line");
        } else {
            run.tally().pairs.increment();
            run.tally().unmounted.increment();
        }
    }
}
