package io.github.heddle.stress;

import io.github.heddle.ring.Engine;
import io.github.heddle.ring.EngineStoppedException;
import io.github.heddle.ring.GivenUpException;
import io.github.heddle.ring.Patience;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/** Files of the stand-in kernel, read by the real engine. */
final class StandInFiles extends StormFiles {

    /** Beyond those of the slots, for reads of several buffers. */
    private static final int SPARE_BUFFERS = 8;

    private static final int LARGEST = 600;
    private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(20);

    /** An engine, and whether somebody has begun to close it. */
    private final class Lent {

        final StormMemory memory;
        final StormDevice device;
        final Engine engine;
        volatile boolean closing;

        Lent(SplittableRandom random) {
            int slots = shape.inFlight() + shape.reserve();
            memory = new StormMemory(slots, slots + SPARE_BUFFERS, findings::add);
            device = new StormDevice(slots, memory, truth, random.nextLong(), tally, findings::add);
            StormKernel kernel = new StormKernel(memory, device, shape.temper(), random.nextLong(), findings::add);
            engine = new Engine(kernel, memory, kernel.bell(), slots, shape.inFlight(), "storm-reaper");
            engine.start();
        }

        /** Lets its reads end. */
        void close() {
            closing = true;
            int left = engine.close(CLOSE_DEADLINE);
            count();
            if (left > 0 || engine.inFlight() != 0 || engine.quarantined() != 0 || engine.waiting() != 0) {
                findings.add("%d slots never came home: %d in flight, %d in quarantine, %d callers in line"
                        .formatted(left, engine.inFlight(), engine.quarantined(), engine.waiting()));
            } else if (!memory.isFreed()) {
                findings.add("the memory was not freed");
            } else if (device.opened.sum() != device.closed.sum()) {
                findings.add("%d files were opened, and %d closed".formatted(device.opened.sum(), device.closed.sum()));
            }
        }

        /** Ends its reads as if the kernel did not answer. What that still has is left to it. */
        void tearAway() {
            closing = true;
            device.stopCountingParks();
            engine.close(Duration.ZERO);
            count();
        }

        private void count() {
            opened += device.opened.sum();
            steps += device.steps.sum();
        }
    }

    private final Shape shape;
    private final StormTally tally;
    private final Findings findings;
    private final SplittableRandom random;
    private volatile Lent lent;

    // Of all engines that are closed.
    private long opened;
    private long steps;

    StandInFiles(Shape shape, Truth truth, StormTally tally, Findings findings) {
        super(truth, tally, findings);
        this.shape = shape;
        this.tally = tally;
        this.findings = findings;
        random = new SplittableRandom(truth.seed());
        lent = new Lent(random.split());
    }

    static int size(int file) {
        return 1 + Math.floorMod(file * 7919, LARGEST);
    }

    @Override
    int sizeOf(int file) {
        return size(file);
    }

    @Override
    int longestPart() {
        return StormMemory.BUFFER_BYTES;
    }

    /** {@return how often a file was opened} After {@link #close}. */
    long opened() {
        return opened;
    }

    /** {@return how many steps were answered} After {@link #close}. */
    long steps() {
        return steps;
    }

    @Override
    Outcome read(Wanted wanted) throws Exception {
        Lent used = lent;
        Duration time = wanted.time();
        Patience patience = time == null ? Patience.ENDLESS : Patience.ENDLESS.within(time);
        Engine.Target target = new Engine.Target(0, StormMemory.path(wanted.file(), time == null), 0);
        int size = size(wanted.file());
        try {
            return check(
                    wanted,
                    wanted.length() == WHOLE
                            ? used.engine.read(target, () -> size, patience)
                            : used.engine.read(target, wanted.offset(), wanted.length(), () -> size, patience));
        } catch (GivenUpException e) {
            if (time != null) {
                return Outcome.GIVEN_UP;
            }
            throw e;
        } catch (EngineStoppedException e) {
            if (used.closing && !e.isBroken()) {
                return Outcome.CLOSED;
            }
            throw e;
        }
    }

    @Override
    boolean answerOnlyWhen(BooleanSupplier condition) {
        lent.device.answerOnlyWhen(condition);
        return true;
    }

    @Override
    boolean countsParks() {
        return true;
    }

    @Override
    void hold(int callers) {
        lent.device.hold();
    }

    @Override
    Outcome readHeld(int number, RandomGenerator random) throws Exception {
        return read(random, null);
    }

    @Override
    boolean letGo() {
        lent.device.letGo();
        return true;
    }

    @Override
    void replace(RandomGenerator random) {
        Lent old = lent;
        lent = new Lent(this.random.split());
        if (random.nextInt(4) == 0) {
            old.tearAway();
        } else {
            old.close();
        }
    }

    @Override
    public void close() {
        lent.close();
    }
}
