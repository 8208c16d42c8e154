package io.github.heddle.ring;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/**
 * Engines that share the callers. Each has a ring, a reaper, memory and slots of its own.
 *
 * <p>A reaper is one thread, and on cold reads of small files it is what they all wait for: it carries out in the
 * kernel what no worker does. A second one takes half of that ({@code demo/BENCHMARKS.md} has the figures). Where few
 * requests are in flight one reaper does them all: then each of its turns has more to do, and the others sleep.
 *
 * <p>A request stays with the engine that it was given to. So a caller that waits for a slot can see a later one be
 * served first, by another engine; among the callers of one engine the order is that of arrival.
 */
public final class EngineGroup {

    /** With fewer requests in flight one reaper alone has no more to do than it can. */
    private static final int FEW = 16;

    private final List<Engine> engines;

    /** @param engines at least one, each of them started */
    public EngineGroup(List<Engine> engines) {
        if (engines.isEmpty()) {
            throw new IllegalArgumentException("no engine");
        }
        this.engines = List.copyOf(engines);
    }

    /** {@return the engine for the next request} Any thread. What it decides by may be a moment old. */
    public Engine next() {
        Engine least = engines.getFirst();
        int load = loadOf(least);
        if (load < Math.min(FEW, least.mostInFlight())) {
            return least;
        }
        for (int i = 1; i < engines.size(); i++) {
            int other = loadOf(engines.get(i));
            if (other < load) {
                load = other;
                least = engines.get(i);
            }
        }
        return least;
    }

    /** A dead engine has no requests, and is to get none as long as another one lives. */
    private static int loadOf(Engine engine) {
        return engine.death() == null ? engine.load() : Integer.MAX_VALUE;
    }

    /**
     * Closes all engines at the same time, as {@link Engine#close} does.
     *
     * @return how many requests had to be left behind
     */
    public int close(Duration deadline) {
        long end = System.nanoTime() + deadline.toNanos();
        int[] left = new int[engines.size()];
        List<Thread> closers = new ArrayList<>();
        int next = 1;
        try {
            for (; next < left.length; next++) {
                int number = next;
                Thread closer = Thread.ofPlatform()
                        .name("heddle-closer")
                        .inheritInheritableThreadLocals(false)
                        .unstarted(() -> left[number] = engines.get(number).close(deadline));
                closer.start();
                closers.add(closer);
            }
        } catch (OutOfMemoryError e) {
            // There is no thread to be had: these are closed one after the other, each with what is left of the time.
        }
        left[0] = engines.getFirst().close(deadline);
        for (; next < left.length; next++) {
            left[next] = engines.get(next).close(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        }
        closers.forEach(closer -> Parking.uninterruptibly(closer::join));
        return Arrays.stream(left).sum();
    }

    public int size() {
        return engines.size();
    }

    public int inFlight() {
        return sum(Engine::inFlight);
    }

    public int waiting() {
        return sum(Engine::waiting);
    }

    public int quarantined() {
        return sum(Engine::quarantined);
    }

    /** {@return what is not answered yet, by any of them} */
    public List<UnderWay> underWay() {
        return engines.stream().flatMap(engine -> engine.underWay().stream()).toList();
    }

    /** {@return the reapers' threads by their names, and whether each is alive} */
    public Map<String, Boolean> reapers() {
        Map<String, Boolean> reapers = new LinkedHashMap<>();
        engines.forEach(engine -> reapers.put(engine.reaperName(), engine.isReaperAlive()));
        return reapers;
    }

    public long queuedNanos() {
        return sumLong(Engine::queuedNanos);
    }

    public long inKernelNanos() {
        return sumLong(Engine::inKernelNanos);
    }

    private int sum(ToIntFunction<Engine> figure) {
        return engines.stream().mapToInt(figure).sum();
    }

    private long sumLong(ToLongFunction<Engine> figure) {
        return engines.stream().mapToLong(figure).sum();
    }
}
