package io.github.heddle.stress;

import io.github.heddle.ring.Simulation;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description = "Runs the engine on a fake kernel, one seed after the other, on all processors; ends at the first run that"
                + " is not as it must be, and tells its seed.")
final class SimulateCommand implements Callable<Integer> {

    /** A seed takes a millisecond. */
    private static final long TOLD_EVERY = 100_000;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--seeds", paramLabel = "N", defaultValue = "1000000", description = "How many runs (default: ${DEFAULT-VALUE}).")
    private long seeds;

    @Option(names = "--from", paramLabel = "SEED", defaultValue = "0", description = "The first seed (default: ${DEFAULT-VALUE}).")
    private long from;

    @Option(names = "--seed", paramLabel = "SEED", description = "Run this one alone: a failure comes again.")
    private @Nullable Long only;

    private record Failure(long seed, Throwable cause) {}

    private final AtomicLong next = new AtomicLong();
    private final AtomicReference<@Nullable Failure> failure = new AtomicReference<>();

    @Override
    public Integer call() throws InterruptedException {
        long first = only == null ? from : only;
        long end = first + (only == null ? seeds : 1);
        long began = System.nanoTime();
        next.set(first);
        List<Thread> threads = new ArrayList<>();
        for (int i = Runtime.getRuntime().availableProcessors(); i > 0; i--) {
            threads.add(Thread.ofPlatform().name("simulator-" + i).start(() -> run(first, end)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        PrintWriter out = spec.commandLine().getOut();
        Failure found = failure.get();
        if (found == null) {
            out.printf("simulate: %,d runs from seed %d in %d s, all as they must be%n",
                    end - first, first, Duration.ofNanos(System.nanoTime() - began).toSeconds());
            return 0;
        }
        found.cause.printStackTrace(spec.commandLine().getErr());
        out.printf("simulate: seed %d fails; again by: heddle-stress simulate --seed %d%n", found.seed, found.seed);
        return 1;
    }

    private void run(long first, long end) {
        long seed;
        while (failure.get() == null && (seed = next.getAndIncrement()) < end) {
            try {
                new Simulation(seed).run();
            } catch (Throwable e) {
                failure.compareAndSet(null, new Failure(seed, e));
            }
            if ((seed + 1 - first) % TOLD_EVERY == 0) {
                spec.commandLine().getErr().printf("simulate: %,d runs%n", seed + 1 - first);
            }
        }
    }
}
