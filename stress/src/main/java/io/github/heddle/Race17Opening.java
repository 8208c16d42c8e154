package io.github.heddle;

import io.github.heddle.ring.EngineToOpen;
import io.github.heddle.ring.kernel.KernelEngines;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * A ring is closed while it opens, by who does not wait for that. Both write first and look then, so one of them closes it.
 */
public final class Race17Opening {

    private static final long LEFT_OPEN_AFTER_NANOS = 1_000_000_000;

    private Race17Opening() {}

    /** The real opening, in the background, of an engine on a kernel that does nothing. */
    @JCStressTest
    @Outcome(id = "CLOSED", expect = Expect.ACCEPTABLE, desc = "By whoever gave it up, or by the opener.")
    @Outcome(id = "LEFT_OPEN", expect = Expect.FORBIDDEN, desc = "Its threads, memory and descriptors stay for ever.")
    @State
    public static class OpenOrClose {

        private final EngineToOpen engine = new EngineToOpen();
        private volatile @Nullable RingOpening opening;
        private volatile boolean isNear;

        @Actor
        void owner() {
            RingOpening.Settings settings =
                    new RingOpening.Settings(EnginePolicy.AUTOMATIC, 1, 1, 1, 1, false, this::make, false, true);
            opening = RingOpening.start(settings, new BlockingReads(), new Counters());
        }

        private KernelEngines make(int rings, int inFlight, int reserve, long memory, boolean liburing) {
            isNear = true;
            return new KernelEngines(engine.group(), false, Map.of());
        }

        /** It comes as late as the opener, whose thread has to start first: otherwise the two would hardly ever meet. */
        @Actor
        void closer() {
            RingOpening seen = null;
            while (seen == null || !isNear) {
                seen = opening;
            }
            seen.close(System.nanoTime());
        }

        @Arbiter
        void later(L_Result result) {
            // The opener is no actor: it may be about to close.
            long began = System.nanoTime();
            while (!engine.isClosed() && System.nanoTime() - began < LEFT_OPEN_AFTER_NANOS) {
                Thread.onSpinWait();
            }
            result.r1 = engine.isClosed() ? "CLOSED" : "LEFT_OPEN";
        }
    }

    /** Each looks first and writes then. */
    @JCStressTest
    @Outcome(id = "CLOSED", expect = Expect.ACCEPTABLE, desc = "One has seen the other.")
    @Outcome(id = "LEFT_OPEN", expect = Expect.ACCEPTABLE_INTERESTING, desc = "Neither has.")
    @State
    public static class LookThenWriteControl {

        private final AtomicBoolean closed = new AtomicBoolean();
        private volatile boolean opened;
        private volatile boolean abandoned;

        @Actor
        void opener() {
            if (abandoned) {
                closed.set(true);
            }
            EngineToOpen.holdUp();
            opened = true;
        }

        @Actor
        void closer() {
            if (opened) {
                closed.set(true);
            }
            EngineToOpen.holdUp();
            abandoned = true;
        }

        @Arbiter
        void later(L_Result result) {
            result.r1 = closed.get() ? "CLOSED" : "LEFT_OPEN";
        }
    }
}
