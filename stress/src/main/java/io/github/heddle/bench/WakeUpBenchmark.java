package io.github.heddle.bench;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * How long a virtual thread takes to park, and to run again after a platform thread has unparked it: the part of every
 * read through the ring that is the JDK's and the scheduler's, and that no change to Heddle can make shorter.
 *
 * <p>It is the floor: the virtual thread has only just parked, and its carrier may still be awake. A platform thread as
 * the sleeper would say nothing here, for it shows itself as waiting before the kernel has put it to sleep.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class WakeUpBenchmark {

    @SuppressWarnings("NullAway.Init") // by start()
    private Thread thread;

    private volatile boolean ended;
    private volatile boolean called;

    @Setup
    public void start() {
        thread = Thread.ofVirtual().start(this::sleep);
    }

    @TearDown
    public void end() throws InterruptedException {
        ended = true;
        LockSupport.unpark(thread);
        thread.join();
    }

    private void sleep() {
        while (!ended) {
            called = false;
            while (!called && !ended) {
                LockSupport.park(this);
            }
        }
    }

    /** Spins until the sleeper runs, so that only one of the two is woken. */
    @Benchmark
    public void parkAndWake() {
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait(); // a sleeper that is called before it has parked needs no wake-up
        }
        called = true;
        LockSupport.unpark(thread);
        while (called) {
            Thread.onSpinWait();
        }
    }
}
