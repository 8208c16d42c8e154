package io.github.heddle.bench;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * How long a parked thread takes to run after a platform thread has unparked it: the part of every read through the
 * ring that is the JDK's and the scheduler's, and that no change to Heddle can make shorter. The platform thread as the
 * sleeper says what a design without virtual threads would pay.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class WakeUpBenchmark {

    /** What is woken. */
    public enum Kind {
        VIRTUAL,
        PLATFORM
    }

    @Param
    public Kind sleeper = Kind.VIRTUAL;

    @SuppressWarnings("NullAway.Init") // by start()
    private Thread thread;

    private volatile boolean ended;
    private volatile boolean called;

    @Setup
    public void start() {
        thread = (sleeper == Kind.VIRTUAL ? Thread.ofVirtual() : Thread.ofPlatform().daemon()).start(this::sleep);
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
    public void unparkAndRun() {
        called = true;
        LockSupport.unpark(thread);
        while (called) {
            Thread.onSpinWait();
        }
    }
}
