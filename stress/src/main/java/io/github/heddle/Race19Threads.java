package io.github.heddle;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * The threads of blocking calls are given up while a call comes: it is made, cancelled or refused, and not forgotten.
 */
public final class Race19Threads {

    private static final long LOST_AFTER_SECONDS = 2;

    private Race19Threads() {}

    /** The real threads are refused while a call comes. */
    @JCStressTest
    @Outcome(id = {"DONE", "CANCELLED", "REFUSED"}, expect = Expect.ACCEPTABLE, desc = "Its caller knows.")
    @Outcome(id = "LOST", expect = Expect.FORBIDDEN, desc = "Its caller waits for ever.")
    @State
    public static class ExecuteOrRefuse {

        private final BlockingThreads threads = new BlockingThreads();

        @Actor
        void caller(L_Result result) {
            FutureTask<String> call = new FutureTask<>(() -> "DONE");
            try {
                threads.execute("/", call);
                result.r1 = call.get(LOST_AFTER_SECONDS, TimeUnit.SECONDS);
            } catch (RejectedExecutionException e) {
                result.r1 = "REFUSED";
            } catch (CancellationException e) {
                result.r1 = "CANCELLED";
            } catch (TimeoutException | InterruptedException | ExecutionException e) {
                result.r1 = "LOST";
            }
        }

        @Actor
        void closer() {
            threads.refuse();
        }
    }

    /** The caller looks before it takes the lock, and lines up in it. */
    @JCStressTest
    @Outcome(id = {"CANCELLED", "REFUSED"}, expect = Expect.ACCEPTABLE, desc = "Its caller knows.")
    @Outcome(id = "LOST", expect = Expect.ACCEPTABLE_INTERESTING, desc = "It stands in a line that nobody serves any more.")
    @State
    public static class LookBeforeTheLockControl {

        private volatile boolean refusing;
        private boolean waits;
        private boolean cancelled;

        @Actor
        void caller(L_Result result) {
            if (refusing) {
                result.r1 = "REFUSED";
                return;
            }
            synchronized (this) {
                waits = true;
            }
        }

        @Actor
        void closer() {
            refusing = true;
            synchronized (this) {
                cancelled = waits;
            }
        }

        @Arbiter
        void later(L_Result result) {
            if (waits) {
                result.r1 = cancelled ? "CANCELLED" : "LOST";
            }
        }
    }
}
