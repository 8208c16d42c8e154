package io.github.heddle;

import io.github.heddle.ring.EngineGroup;
import io.github.heddle.ring.EngineStoppedException;
import io.github.heddle.ring.Parking;
import io.github.heddle.ring.kernel.CachedReads;
import io.github.heddle.ring.kernel.KernelEngines;
import io.github.heddle.ring.kernel.RingUnavailable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The opening of a ring, on a thread of its own, because in a fresh JVM it takes longer than many a program's whole
 * reading. Reads that come before its end find no route, and take the blocking way.
 *
 * <pre>
 *   start ──► survey the ground, make the engines ─► publish ──► tell what is missing
 *                                                       └──► close it, where close has not waited so long
 * </pre>
 *
 * <p>In the background it runs on a platform thread and waits for other platform threads only. So a virtual thread that
 * has to wait for it, also inside a class initialiser, where it holds its carrier, does not keep it from its end.
 */
final class RingOpening implements Runnable {

    /**
     * What is asked for; the builder itself may change meanwhile.
     *
     * @param maker null for that of the library
     */
    record Settings(
            EnginePolicy policy,
            int rings,
            int inFlight,
            int quarantine,
            long memory,
            boolean cachedReads,
            FileRing.@Nullable EngineMaker maker,
            boolean ringIsOff,
            boolean liburingIsOff) {}

    /**
     * What an opening has come to.
     *
     * @param route null where nothing but the blocking way can be taken
     * @param window how many requests of one iterator exist at once: more would only stand in line for a slot or a
     *     thread
     */
    private record Opened(@Nullable EngineGroup engines, @Nullable RingRoute route, int window, Backend backend) {

        int rings() {
            return engines == null ? 0 : engines.size();
        }

        int close(Duration deadline) {
            int left = engines == null ? 0 : engines.close(deadline);
            if (route != null) {
                route.close();
            }
            return left;
        }
    }

    private final Settings settings;
    private final BlockingReads blocking;
    private final Counters counters;

    /** Null where the opening was waited for at the start. */
    private @Nullable Thread thread;

    /** What it comes to if an Error ends the opening. Made before, so that nobody waits for ever. */
    private final Opened failed;

    // The opener's own, until it has told the log.
    private @Nullable RingUnavailable missing;
    private @Nullable Throwable noRouteToMemory;

    /** Written once, and all that it leads to is written before: a reader sees no route, or a whole one. */
    private volatile @Nullable Opened opened;

    private final CountDownLatch known = new CountDownLatch(1);

    /** Whether nobody waits any more, so that what is opened is to be closed by whoever opens it. */
    private volatile boolean abandoned;

    /** How files are read since the ring broke. */
    private volatile @Nullable Backend broken;

    private RingOpening(Settings settings, BlockingReads blocking, Counters counters) {
        this.settings = settings;
        this.blocking = blocking;
        this.counters = counters;
        failed = new Opened(null, null, BlockingThreads.MOST_OF_ONE_MOUNT, threads("an Error ended its opening", null));
    }

    /** @throws UnsupportedOperationException if only the ring is wanted, and it cannot be had */
    static RingOpening start(Settings settings, BlockingReads blocking, Counters counters) {
        RingOpening opening = new RingOpening(settings, blocking, counters);
        if (settings.policy() == EnginePolicy.RING) {
            opening.run();
            opening.requireRing();
        } else if (opening.unwanted() != null && !settings.cachedReads()) {
            opening.run(); // there is nothing to open
        } else {
            opening.runInBackground();
        }
        return opening;
    }

    private void runInBackground() {
        // Nothing of the thread that happens to open a ring may be kept alive by it.
        Thread opener = Thread.ofPlatform()
                .name("heddle-opener")
                .daemon()
                .inheritInheritableThreadLocals(false)
                .unstarted(this);
        opener.setContextClassLoader(RingOpening.class.getClassLoader());
        try {
            opener.start();
            thread = opener;
        } catch (OutOfMemoryError e) {
            run(); // there is no thread to be had, and so hardly a ring
        }
    }

    /** Opens. Called once. */
    @Override
    public void run() {
        long start = System.nanoTime();
        Opened result = failed;
        try {
            result = open();
            // Before anybody knows of it, so that a recording tells the start before the reads that it made possible.
            Recording.ringStarted(result.backend(), result.rings(), System.nanoTime() - start);
        } finally {
            opened = result;
            if (abandoned) {
                result.close(Duration.ZERO);
            }
            known.countDown();
        }
        // Last, because a handler of the log may do anything, also fail, or ask this ring how it reads.
        if (missing != null && settings.policy() == EnginePolicy.AUTOMATIC) {
            Log.LOG.log(Level.WARNING, "Files are read by a thread pool, more slowly: " + missing.reason()
                    + ". Remedy: " + missing.remedy());
        }
        if (noRouteToMemory != null) {
            // Where a ring is wanted, it is missing because of the same.
            Log.LOG.log(Level.DEBUG, "what the page cache has is not read from there", noRouteToMemory);
        }
    }

    private Opened open() {
        Backend unwanted = unwanted();
        if (unwanted != null) {
            return withoutRing(unwanted);
        }
        try {
            return withRing();
        } catch (Throwable e) {
            RingUnavailable unavailable = RingUnavailable.because(e);
            missing = unavailable;
            return withoutRing(threads(unavailable.reason(), unavailable.remedy()));
        }
    }

    /** {@return how files are read where no ring is wanted; null where one is} */
    private @Nullable Backend unwanted() {
        if (settings.policy() == EnginePolicy.THREADS) {
            return threads("asked for by EnginePolicy.THREADS", null);
        }
        return settings.ringIsOff()
                ? threads("io_uring is switched off by -Dheddle.io_uring=off", "leave the property out")
                : null;
    }

    private Opened withRing() throws IOException, RingUnavailable {
        Ground ground = Ground.survey();
        KernelEngines kernel = null;
        try {
            kernel = makeEngines();
            CachedReads cached = settings.cachedReads() ? CachedReads.tryOut() : null;
            Backend backend = new Backend(
                    kernel.viaLiburing() ? Backend.Kind.LIBURING : Backend.Kind.SYSTEM_CALLS,
                    Optional.empty(),
                    Optional.empty(),
                    kernel.details());
            RingRoute route = new RingRoute(kernel.group(), ground, cached, blocking, counters, this::breakDown);
            return new Opened(kernel.group(), route, settings.inFlight(), backend);
        } catch (Throwable e) {
            if (kernel != null) {
                kernel.group().close(Duration.ZERO);
            }
            ground.close();
            throw e;
        }
    }

    private KernelEngines makeEngines() throws RingUnavailable {
        // No method reference stands for the library's own maker: the thread that opens would have to wait for it.
        FileRing.EngineMaker maker = settings.maker();
        boolean liburing = !settings.liburingIsOff();
        return maker == null
                ? KernelEngines.open(settings.rings(), settings.inFlight(), settings.quarantine(), settings.memory(), liburing)
                : maker.make(settings.rings(), settings.inFlight(), settings.quarantine(), settings.memory(), liburing);
    }

    private Opened withoutRing(Backend backend) {
        int window = Math.min(settings.inFlight(), BlockingThreads.MOST_OF_ONE_MOUNT);
        return new Opened(null, settings.cachedReads() ? routeToMemory() : null, window, backend);
    }

    /** {@return null where what the page cache has cannot be read from there} */
    private @Nullable RingRoute routeToMemory() {
        try {
            CachedReads cached = CachedReads.tryOut();
            return cached == null
                    ? null
                    : new RingRoute(null, Ground.survey(), cached, blocking, counters, this::breakDown);
        } catch (Throwable e) {
            noRouteToMemory = e;
            return null;
        }
    }

    private void requireRing() {
        Backend backend = backend();
        if (!backend.isRing()) {
            close(System.nanoTime());
            throw new UnsupportedOperationException("No io_uring here: " + backend.reason().orElseThrow()
                    + backend.remedy().map(remedy -> ". Remedy: " + remedy).orElse(""));
        }
    }

    private static Backend threads(String reason, @Nullable String remedy) {
        return new Backend(
                Backend.Kind.THREADS,
                Optional.of(reason),
                Optional.ofNullable(remedy),
                Map.of("reads in flight", "at most " + BlockingThreads.MOST_OF_ONE_MOUNT + " of one mount"));
    }

    private synchronized void breakDown(EngineStoppedException e) {
        if (broken == null) {
            Backend now = threads(String.valueOf(e.getMessage()), "report this with the log's stack trace");
            broken = now;
            Recording.ringBroke(e, now);
            Log.LOG.log(
                    Level.ERROR, "The ring broke; from now on files are read by a thread pool, more slowly", e);
        }
    }

    /** {@return the way that does not block; null where there is none, or none yet} */
    @Nullable RingRoute route() {
        Opened now = opened;
        return now == null ? null : now.route();
    }

    /** {@return null where there is none, or none yet} */
    @Nullable EngineGroup engines() {
        Opened now = opened;
        return now == null ? null : now.engines();
    }

    /** Waits until it is known. */
    Backend backend() {
        Backend first = await().backend();
        Backend now = broken;
        return now == null ? first : now;
    }

    /** {@return how many requests of one iterator exist at once} Waits until it is known. */
    int window() {
        return await().window();
    }

    private Opened await() {
        if (opened == null) {
            Parking.uninterruptibly(known::await);
        }
        return Objects.requireNonNull(opened);
    }

    /**
     * Closes what was opened. Waits for the end of the opening; where that does not come before the deadline, what is
     * opened later is closed at once.
     *
     * @param deadline as of {@link System#nanoTime}
     * @return how many reads had not ended
     */
    int close(long deadline) {
        Parking.uninterruptibly(() -> known.await(until(deadline).toNanos(), TimeUnit.NANOSECONDS));
        // Both this and the opener write first and look then, so at least one of them closes it.
        abandoned = true;
        Opened now = opened;
        int left = now == null ? 0 : now.close(until(deadline));
        // Only now, for it may wait in a handler of the log, perhaps even for whoever closes; but what it has to tell
        // is not to be lost where the process ends next.
        Thread opener = thread;
        if (opener != null && opener != Thread.currentThread()) {
            Parking.uninterruptibly(() -> opener.join(until(deadline)));
        }
        return left;
    }

    private static Duration until(long deadline) {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }
}
