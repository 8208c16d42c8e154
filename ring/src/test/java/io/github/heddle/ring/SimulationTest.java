package io.github.heddle.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * The protocol on one thread and a fake kernel, step by step in an order that a seed decides.
 *
 * <p>The real classes run; only nobody parks. A failure names its seed, and {@code -Dheddle.seed=N} runs that one alone.
 */
class SimulationTest {

    private static final int SEEDS = Integer.getInteger("heddle.seeds", 3_000);
    private static final int READS = 60;
    private static final int BUFFER_BYTES = 64;

    /** Around every boundary: nothing, a buffer, a step of buffers. */
    private static final int[] SIZES = {
        0, 1, 10, BUFFER_BYTES - 1, BUFFER_BYTES, BUFFER_BYTES + 1, 2 * BUFFER_BYTES, 9 * BUFFER_BYTES,
        9 * BUFFER_BYTES + 1, 17 * BUFFER_BYTES + 5, 1000, 3000
    };

    @Test
    void anySeed_givesRightBytesAndLosesNothing() {
        Long one = Long.getLong("heddle.seed");
        LongStream seeds = one == null ? LongStream.range(0, SEEDS) : LongStream.of(one);
        seeds.forEach(seed -> {
            try {
                new Simulation(seed).run();
            } catch (AssertionError | RuntimeException e) {
                fail("seed " + seed + " (replay: -Dheddle.seed=" + seed + ")", e);
            }
        });
    }

    /** One seed: a few slots, many reads, any order. */
    private static final class Simulation {

        private final Random random;
        private final FakeKernel kernel;
        private final Engine engine;
        private final int slots;
        private final List<Running> running = new ArrayList<>();
        private int begun;
        private int answered;

        Simulation(long seed) {
            random = new Random(seed);
            slots = 1 + random.nextInt(6);
            int buffers = slots + random.nextInt(10);
            int sqEntries = Engine.leastSubmissionEntries() + random.nextInt(20);
            FakeKernel.Faults faults = random.nextBoolean() ? FakeKernel.Faults.MANY : FakeKernel.Faults.NONE;
            kernel = new FakeKernel(seed, slots, buffers, BUFFER_BYTES, sqEntries, faults, false);
            engine = new Engine(kernel, kernel, kernel, slots, "unused");
            kernel.enable();
            for (int size : SIZES) {
                byte[] bytes = new byte[size];
                random.nextBytes(bytes);
                kernel.file("file-" + size, new FakeKernel.Content(bytes, false));
                kernel.file("pipe-" + size, new FakeKernel.Content(bytes, true));
                contents.add(bytes);
            }
        }

        private final List<byte[]> contents = new ArrayList<>();

        void run() {
            int steps = 0;
            while (begun < READS || !running.isEmpty()) {
                assertThat(steps++).as("steps").isLessThan(1_000_000);
                switch (random.nextInt(4)) {
                    case 0 -> begin();
                    case 1 -> engine.reaper().turn();
                    default -> goOn();
                }
            }
            while (kernel.inFlight() > 0 || kernel.unsubmitted() > 0 || engine.pool().home() < slots) {
                assertThat(steps++).as("steps").isLessThan(1_000_000);
                engine.reaper().turn();
            }
            assertThat(answered).isEqualTo(READS);
            assertThat(kernel.openDescriptors()).isZero();
            assertThat(engine.spareBuffersAtHome()).isEqualTo(kernel.bufferCount() - slots);
        }

        private void begin() {
            if (begun == READS || engine.pool().home() == 0) {
                return;
            }
            begun++;
            int which = random.nextInt(SIZES.length + 1);
            boolean pipe = random.nextInt(4) == 0;
            String name = which == SIZES.length ? "missing" : (pipe ? "pipe-" : "file-") + SIZES[which];
            byte[] content = which == SIZES.length ? new byte[0] : contents.get(which);
            long offset = 0;
            long length = FileRead.TO_END;
            byte[] expected = content;
            if (!pipe && random.nextInt(3) == 0) {
                offset = random.nextInt(content.length + 10);
                length = random.nextInt(content.length + 200);
                int from = (int) Math.min(offset, content.length);
                expected = Arrays.copyOfRange(content, from, (int) Math.min(offset + length, content.length));
            }
            long[] hints = {-1, content.length, content.length / 2, content.length * 2L + 100};
            long hint = hints[random.nextInt(hints.length)];
            Slot slot = Objects.requireNonNull(engine.pool().take());
            Engine.Target target = new Engine.Target(-1, name.getBytes(StandardCharsets.UTF_8), 0);
            FileRead read = engine.begin(slot, target, offset, length, () -> hint);
            engine.submit(slot);
            running.add(new Running(slot, read, name, expected));
        }

        private void goOn() {
            if (running.isEmpty()) {
                return;
            }
            Running one = running.get(random.nextInt(running.size()));
            boolean givesUp = random.nextInt(200) == 0;
            if (givesUp) {
                finish(one);
            } else if (one.slot.isHeld()) {
                try {
                    if (one.read.advance()) {
                        engine.submit(one.slot);
                        return;
                    }
                    assertThat(one.read.bytes()).as(one.name).isEqualTo(one.expected);
                } catch (ErrnoException e) {
                    boolean missing = one.name.equals("missing");
                    assertThat(e.errno()).as(one.name).isIn(missing ? Errno.ENOENT : Errno.EIO, Errno.EIO);
                }
                finish(one);
            }
        }

        private void finish(Running one) {
            running.remove(one);
            engine.leave(one.slot);
            answered++;
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Running(Slot slot, FileRead read, String name, byte[] expected) {}
}
