package io.github.heddle.ring;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;

/**
 * What a read costs before and after the kernel has it. {@link #roundTrip} is a virtual thread's way to the reaper and
 * back, by the engine's own classes, with a stand-in for the reaper that answers at once: the floor under a read
 * through the ring. {@link #takeAndGiveBack} is the pool, whose one lock all callers share.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(jvmArgsAppend = {"-Djmh.executor=CUSTOM", "-Djmh.executor.class=io.github.heddle.bench.VirtualThreads"})
public class SlotHandOffBenchmark {

    /** The other side. */
    @State(Scope.Benchmark)
    public static class Other {

        /** Without sleep it costs nothing to wake the reaper: under load it is awake when a caller comes. */
        @Param({"false", "true"})
        public boolean sleeps;

        @SuppressWarnings("NullAway.Init") // by start()
        StandInReaper reaper;

        @Setup
        public void start() {
            reaper = new StandInReaper(sleeps);
            reaper.start();
        }

        @TearDown
        public void stop() throws InterruptedException {
            reaper.end();
        }
    }

    /** One caller's slot. */
    @State(Scope.Thread)
    public static class Caller {

        final Slot slot = new Slot(0);
    }

    /** A pool with a slot for everybody. */
    @State(Scope.Benchmark)
    public static class Pool {

        final SlotPool slots = new SlotPool(new Slot[] {new Slot(0), new Slot(1), new Slot(2), new Slot(3)}, 4);
    }

    @Benchmark
    public boolean roundTrip(Caller caller, Other other) {
        Slot slot = caller.slot;
        slot.submit();
        other.reaper.offer(slot);
        return slot.await(Patience.ENDLESS);
    }

    @Benchmark
    public int takeAndGiveBack(Pool pool) throws GivenUpException {
        return takeAndGiveBack(pool.slots);
    }

    @Benchmark
    @Threads(2)
    public int takeAndGiveBackByTwo(Pool pool) throws GivenUpException {
        return takeAndGiveBack(pool.slots);
    }

    private static int takeAndGiveBack(SlotPool pool) throws GivenUpException {
        Slot slot = Objects.requireNonNull(pool.take(Patience.ENDLESS));
        pool.giveBack(slot);
        return slot.index;
    }
}
