package io.github.heddle.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private static final int REQUESTS = 80;
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

    /** One seed: a few slots, many requests of every kind, any order. */
    private static final class Simulation {

        private final Random random;
        private final FakeKernel kernel;
        private final Engine engine;
        private final int slots;
        private final Map<String, byte[]> contents = new HashMap<>();
        private final List<Running> running = new ArrayList<>();
        private final List<OpenFile> open = new ArrayList<>();
        private int begun;
        private int answered;

        Simulation(long seed) {
            random = new Random(seed);
            slots = 1 + random.nextInt(4);
            int buffers = slots + random.nextInt(10);
            int mostInFlight = 1 + random.nextInt(slots);
            int sqEntries = Engine.leastSubmissionEntries() + random.nextInt(20);
            FakeKernel.Faults faults = random.nextInt(4) == 0 ? FakeKernel.Faults.NONE : FakeKernel.Faults.MANY;
            kernel = new FakeKernel(seed, slots, buffers, BUFFER_BYTES, sqEntries, faults, false);
            engine = new Engine(kernel, kernel, kernel, slots, mostInFlight, "unused");
            kernel.enable();
            for (int size : SIZES) {
                byte[] bytes = new byte[size];
                random.nextBytes(bytes);
                file("file-" + size, bytes, FakeKernel.FileKind.REGULAR);
                file("pipe-" + size, bytes, FakeKernel.FileKind.PIPE);
            }
            kernel.file("directory", new FakeKernel.Content(new byte[0], FakeKernel.FileKind.DIRECTORY));
        }

        private void file(String name, byte[] bytes, FakeKernel.FileKind kind) {
            kernel.file(name, new FakeKernel.Content(bytes, kind));
            contents.put(name, bytes);
        }

        void run() {
            int steps = 0;
            while (begun < REQUESTS || !running.isEmpty()) {
                assertThat(steps++).as("steps").isLessThan(1_000_000);
                switch (random.nextInt(4)) {
                    case 0 -> begin();
                    case 1 -> engine.reaper().turn();
                    default -> goOn();
                }
            }
            open.forEach(file -> file.descriptor.letGo());
            while (kernel.inFlight() > 0 || kernel.unsubmitted() > 0 || engine.pool().home() < slots) {
                assertThat(steps++).as("steps").isLessThan(1_000_000);
                engine.reaper().turn();
            }
            assertThat(answered).isEqualTo(REQUESTS);
            assertThat(engine.inFlight()).isZero();
            assertThat(engine.quarantined()).isZero();
            assertThat(kernel.openDescriptors()).isZero();
            assertThat(engine.spareBuffersAtHome()).isEqualTo(kernel.bufferCount() - slots);
        }

        private void begin() {
            if (begun == REQUESTS) {
                return;
            }
            Slot slot;
            try {
                slot = Objects.requireNonNull(engine.pool().take(Patience.ENDLESS.within(Duration.ZERO)));
            } catch (GivenUpException e) {
                return; // all in use
            }
            begun++;
            Running next =
                    switch (random.nextInt(4)) {
                        case 0 -> beginOpen(slot);
                        case 1 -> open.isEmpty() ? beginRead(slot) : beginDescriptorRead(slot);
                        default -> beginRead(slot);
                    };
            if (slot.opCount == 0) {
                next.outcome.check();
                finish(next);
            } else {
                engine.submit(slot);
            }
        }

        private Running beginRead(Slot slot) {
            boolean unreadable = random.nextInt(SIZES.length + 1) == SIZES.length;
            boolean pipe = random.nextInt(4) == 0;
            String name = unreadable
                    ? random.nextBoolean() ? "missing" : "directory"
                    : (pipe ? "pipe-" : "file-") + anySize();
            byte[] content = contents.getOrDefault(name, new byte[0]);
            long offset = 0;
            long length = FileRead.TO_END;
            byte[] expected = content;
            if (!pipe && random.nextInt(3) == 0) {
                offset = random.nextInt(content.length + 10);
                length = random.nextInt(content.length + 200);
                expected = part(content, offset, length);
            }
            long[] hints = {-1, content.length, content.length / 2, content.length * 2L + 100};
            long hint = hints[random.nextInt(hints.length)];
            FileRead read = engine.beginRead(slot, target(name), offset, length, () -> hint);
            byte[] bytes = expected;
            return new Running(slot, read, name, () -> {
                assertThat(unreadable).as(name).isFalse();
                assertThat(read.bytes()).as(name).isEqualTo(bytes);
            });
        }

        private Running beginOpen(Slot slot) {
            String name = random.nextInt(10) == 0 ? "missing" : "file-" + anySize();
            FileOpen opening = engine.beginOpen(slot, target(name), Memory.Opening.DESCRIPTOR);
            return new Running(slot, opening, name, () -> {
                Descriptor descriptor = new Descriptor(opening.descriptor(), kernel::closeDescriptor);
                open.add(new OpenFile(descriptor, Objects.requireNonNull(contents.get(name))));
            });
        }

        private Running beginDescriptorRead(Slot slot) {
            OpenFile file = open.get(random.nextInt(open.size()));
            List<Part> parts = new ArrayList<>();
            for (int i = random.nextInt(6); i > 0; i--) {
                long offset = random.nextInt(file.content.length + 10);
                parts.add(new Part(offset, ByteBuffer.allocate(random.nextInt(file.content.length + 200))));
            }
            DescriptorRead read = engine.beginRead(slot, file.descriptor, parts);
            if (random.nextInt(5) == 0) {
                open.remove(file); // closed while it is read, as when its caller gives up
                file.descriptor.letGo();
            }
            return new Running(slot, read, "a descriptor", () -> {
                for (int i = 0; i < parts.size(); i++) {
                    ByteBuffer to = parts.get(i).to();
                    byte[] expected = part(file.content, parts.get(i).offset(), to.capacity());
                    byte[] got = new byte[to.position()];
                    to.get(0, got);
                    assertThat(got).isEqualTo(expected);
                    int none = to.capacity() == 0 ? 0 : -1;
                    assertThat(read.counts()[i]).isEqualTo(expected.length == 0 ? none : expected.length);
                }
            });
        }

        private int anySize() {
            return SIZES[random.nextInt(SIZES.length)];
        }

        private static Engine.Target target(String name) {
            return new Engine.Target(-1, name.getBytes(StandardCharsets.UTF_8), 0);
        }

        private static byte[] part(byte[] content, long offset, long length) {
            int from = (int) Math.min(offset, content.length);
            return Arrays.copyOfRange(content, from, (int) Math.min(offset + length, content.length));
        }

        private void goOn() {
            if (running.isEmpty()) {
                return;
            }
            Running one = running.get(random.nextInt(running.size()));
            switch (random.nextInt(200)) {
                case 0 -> finish(one);
                case 1, 2, 3 -> giveUp(one);
                default -> goOn(one);
            }
        }

        private void goOn(Running one) {
            if (!one.slot.isHeld()) {
                return;
            }
            try {
                if (one.request.advance()) {
                    engine.submit(one.slot);
                    return;
                }
                one.outcome.check();
            } catch (ErrnoException e) {
                int expected =
                        switch (one.name) {
                            case "missing" -> Errno.ENOENT;
                            case "directory" -> Errno.EISDIR;
                            default -> Errno.EIO;
                        };
                assertThat(e.errno()).as(one.name).isIn(expected, Errno.EIO);
            }
            finish(one);
        }

        private void giveUp(Running one) {
            if (engine.giveUp(one.slot)) {
                running.remove(one);
                answered++;
            }
        }

        private void finish(Running one) {
            running.remove(one);
            engine.leave(one.slot);
            answered++;
        }

        private final class Running {
            final Slot slot;
            final Request request;
            final String name;
            final Outcome outcome;

            Running(Slot slot, Request request, String name, Outcome outcome) {
                this.slot = slot;
                this.request = request;
                this.name = name;
                this.outcome = outcome;
                running.add(this);
            }
        }
    }

    @FunctionalInterface
    private interface Outcome {
        void check();
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record OpenFile(Descriptor descriptor, byte[] content) {}
}
