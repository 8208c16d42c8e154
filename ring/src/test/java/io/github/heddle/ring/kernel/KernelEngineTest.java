package io.github.heddle.ring.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.heddle.ring.SkipReason;
import io.github.heddle.ring.Descriptor;
import io.github.heddle.ring.Engine;
import io.github.heddle.ring.EngineStoppedException;
import io.github.heddle.ring.Errno;
import io.github.heddle.ring.ErrnoException;
import io.github.heddle.ring.GivenUpException;
import io.github.heddle.ring.Memory;
import io.github.heddle.ring.Part;
import io.github.heddle.ring.Patience;
import io.github.heddle.ring.Ring;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.api.Test;

/** The engine on the running kernel, by liburing and by system calls. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(SkipReason.class)
@ParameterizedClass
@ValueSource(booleans = {true, false})
class KernelEngineTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int SLOTS = 8;
    private static final int RESERVE = 4;
    private static final int BUFFER = KernelEngine.BUFFER_BYTES;

    private final boolean liburing;
    private final KernelEngine kernel;
    private final Engine engine;

    @TempDir
    Path directory;

    KernelEngineTest(boolean liburing) {
        this.liburing = liburing;
        kernel = open(liburing);
        engine = kernel.engine();
    }

    private static KernelEngine open(boolean liburing) {
        try {
            return KernelEngine.open(SLOTS, RESERVE, (SLOTS + 10L) * BUFFER, liburing);
        } catch (RingUnavailable e) {
            return Assumptions.abort("no io_uring here: " + e.reason());
        }
    }

    @AfterEach
    void everythingComesHome() {
        assertThat(engine.close(LONG)).as("reads left behind").isZero();
    }

    @Test
    void theWayAskedFor_isTheWayTaken() {
        assertThat(kernel.viaLiburing()).isEqualTo(liburing && LiburingCalls.isInstalled());
    }

    @Test
    void filesOfAllSizes_comeBackByteForByte() throws Exception {
        int[] sizes = {
            0, 1, 4095, BUFFER - 1, BUFFER, BUFFER + 1, 2 * BUFFER, 9 * BUFFER - 1, 9 * BUFFER, 9 * BUFFER + 1,
            40 * BUFFER + 17
        };
        for (int size : sizes) {
            Path file = file("size-" + size, size);
            byte[] bytes = Files.readAllBytes(file);
            assertThat(engine.read(target(file), () -> size(file), Patience.ENDLESS)).as("%d bytes", size).isEqualTo(bytes);
            assertThat(engine.read(target(file), () -> -1, Patience.ENDLESS)).as("%d bytes, size unknown", size).isEqualTo(bytes);
            assertThat(engine.read(target(file), () -> size / 2, Patience.ENDLESS)).as("%d bytes, half known", size).isEqualTo(bytes);
        }
    }

    @Test
    void ranges_endWhereTheFileEnds() throws Exception {
        int size = 5 * BUFFER + 100;
        Path file = file("ranged", size);
        byte[] bytes = Files.readAllBytes(file);
        int[][] ranges = {
            {0, 0}, {0, 1}, {0, size}, {0, size + 1}, {17, BUFFER}, {17, 3 * BUFFER + 1}, {size - 1, 10}, {size, 10},
            {size + 1, 10}, {BUFFER, 4 * BUFFER + 100}
        };
        for (int[] range : ranges) {
            int from = Math.min(range[0], size);
            byte[] expected = Arrays.copyOfRange(bytes, from, Math.min(range[0] + range[1], size));
            assertThat(engine.read(target(file), range[0], range[1], () -> size(file), Patience.ENDLESS))
                    .as("%d bytes from %d", range[1], range[0])
                    .isEqualTo(expected);
        }
        assertThat(engine.read(target(file), Long.MAX_VALUE, Integer.MAX_VALUE, () -> -1, Patience.ENDLESS)).isEmpty();
    }

    @Test
    void failures_sayWhatFailedAndLoseNothing() throws Exception {
        Path loop = Files.createSymbolicLink(directory.resolve("loop"), directory.resolve("loop"));
        Path good = file("good", 100);
        for (int i = 0; i < 20 * SLOTS; i++) {
            assertErrno(directory.resolve("missing"), Errno.ENOENT, true);
            assertErrno(directory, Errno.EISDIR, false);
            assertErrno(loop, Errno.ELOOP, true);
            assertErrno(good.resolve("below-a-file"), Errno.ENOTDIR, true);
            assertErrno(directory.resolve("n".repeat(256)), Errno.ENAMETOOLONG, true);
        }
        assertThat(engine.read(target(good), () -> -1, Patience.ENDLESS)).hasSize(100);
    }

    private void assertErrno(Path path, int errno, boolean opening) {
        assertThatThrownBy(() -> engine.read(target(path), () -> -1, Patience.ENDLESS))
                .isInstanceOfSatisfying(ErrnoException.class, e -> {
                    assertThat(e.errno()).isEqualTo(errno);
                    assertThat(e.isOpening()).isEqualTo(opening);
                    assertThat(e.isRestartable()).isTrue();
                });
    }

    @Test
    void manyCallers_eachGetTheirOwnBytes() throws Exception {
        List<Path> files = new ArrayList<>();
        List<byte[]> contents = new ArrayList<>();
        Random random = new Random(5);
        for (int i = 0; i < 40; i++) {
            Path file = file("file-" + i, i % 4 == 0 ? random.nextInt(20 * BUFFER) : random.nextInt(5000));
            files.add(file);
            contents.add(Files.readAllBytes(file));
        }
        try (ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor();
                ExecutorService platform = Executors.newFixedThreadPool(4)) {
            List<Future<byte[]>> results = new ArrayList<>();
            for (int i = 0; i < 4_000; i++) {
                Path file = files.get(i % files.size());
                ExecutorService executor = i % 10 == 0 ? platform : virtual;
                results.add(executor.submit(() -> engine.read(target(file), () -> size(file), Patience.ENDLESS)));
            }
            for (int i = 0; i < results.size(); i++) {
                assertThat(results.get(i).get()).isEqualTo(contents.get(i % contents.size()));
            }
        }
    }

    @Test
    void pipe_isReadToItsEndInOrderAndHoldsNobodyUp() throws Exception {
        Path pipe = pipe("pipe");
        byte[] bytes = new byte[7 * BUFFER + 3];
        new Random(9).nextBytes(bytes);
        FutureTask<byte[]> reading = new FutureTask<>(() -> engine.read(target(pipe), () -> 1L << 30, Patience.ENDLESS));
        Thread.ofVirtual().start(reading);
        Path file = file("beside", 10_000);
        for (int i = 0; i < 100; i++) {
            assertThat(engine.read(target(file), () -> -1, Patience.ENDLESS)).hasSize(10_000);
        }
        try (OutputStream writer = Files.newOutputStream(pipe)) {
            for (int at = 0; at < bytes.length; at += 10_000) {
                writer.write(bytes, at, Math.min(10_000, bytes.length - at));
                writer.flush();
            }
        }
        assertThat(reading.get()).isEqualTo(bytes);
    }

    @Test
    void pipeWhoseWriterLeavesWithoutAByte_isEmpty() throws Exception {
        Path pipe = pipe("silent");
        FutureTask<byte[]> reading = new FutureTask<>(() -> engine.read(target(pipe), () -> -1, Patience.ENDLESS));
        Thread.ofVirtual().start(reading);
        Files.newOutputStream(pipe).close(); // its open waits for the reader's
        assertThat(reading.get()).isEmpty();
    }

    @Test
    void rangeOfAPipe_isRefused() throws Exception {
        Path pipe = pipe("ranged-pipe");
        // Open for both, so that neither side's open waits for the other's.
        try (FileChannel both = FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            assertThat(both.isOpen()).isTrue();
            assertErrno(() -> engine.read(target(pipe), 0, 10, () -> -1, Patience.ENDLESS), Errno.ESPIPE);
        }
    }

    private static void assertErrno(ThrowableAssert.ThrowingCallable read, int errno) {
        assertThatThrownBy(read)
                .isInstanceOfSatisfying(ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(errno));
    }

    @Test
    void close_cancelsWhatHangsAndAnswersEveryone() throws Exception {
        Path pipe = pipe("hanging");
        Engine other = open(liburing).engine();
        List<FutureTask<byte[]>> callers = new ArrayList<>();
        for (int i = 0; i < 3 * SLOTS; i++) {
            FutureTask<byte[]> caller = new FutureTask<>(() -> other.read(target(pipe), () -> -1, Patience.ENDLESS));
            callers.add(caller);
            Thread.ofVirtual().start(caller);
        }
        await(() -> other.waiting() == 2 * SLOTS);
        assertThat(other.close(Duration.ofSeconds(2))).as("reads left behind").isZero();
        for (FutureTask<byte[]> caller : callers) {
            assertThatThrownBy(caller::get).hasCauseInstanceOf(EngineStoppedException.class);
        }
    }

    @Test
    void callersThatGiveUp_leaveTheirSlotsToTheKernelOnlyUntilItLetsGo() throws Exception {
        Path pipe = pipe("given-up");
        Path file = file("beside-given-up", 100);
        // Each takes a slot of its own, also beyond the reserve, and the cancellation brings it home.
        for (int i = 0; i < 3 * (SLOTS + RESERVE); i++) {
            Patience patience = Patience.ENDLESS.within(Duration.ofMillis(1));
            assertThatThrownBy(() -> engine.read(target(pipe), () -> -1, patience)).isInstanceOf(GivenUpException.class);
            assertThat(engine.read(target(file), () -> -1, Patience.ENDLESS)).hasSize(100);
        }
        await(() -> engine.quarantined() == 0);
        await(() -> engine.inFlight() == 0); // an answered caller's slot comes home when its descriptor is closed
    }

    @Test
    void descriptor_isReadInParts() throws Exception {
        Path path = file("parts", 5 * BUFFER + 17);
        byte[] bytes = Files.readAllBytes(path);
        Descriptor descriptor = open(path);
        ByteBuffer large = ByteBuffer.allocateDirect(bytes.length);
        ByteBuffer behind = ByteBuffer.allocate(10);
        ByteBuffer last = ByteBuffer.allocate(100);
        int[] counts = engine.read(
                descriptor,
                List.of(
                        new Part(0, large),
                        new Part(bytes.length, behind),
                        new Part(bytes.length - 17L, last),
                        new Part(Long.MAX_VALUE, ByteBuffer.allocate(1)),
                        new Part(0, ByteBuffer.allocate(0))),
                Patience.ENDLESS);
        assertThat(counts).containsExactly(bytes.length, -1, 17, -1, 0);
        byte[] read = new byte[bytes.length];
        large.flip().get(read);
        assertThat(read).isEqualTo(bytes);
        descriptor.letGo();
    }

    private Descriptor open(Path path) throws Exception {
        int number = engine.open(target(path), Memory.Opening.DESCRIPTOR, Patience.ENDLESS);
        return new Descriptor(number, PathCalls::close);
    }

    @Test
    void whatIsInMemory_isReadWithoutWaiting() throws Exception {
        CachedReads cached = Objects.requireNonNull(CachedReads.tryOut());
        Path path = file("cached", 1000);
        int descriptor = cached.open(target(path));
        assertThat(descriptor).isNotNegative();
        assertThat(cached.readSmall(target(path), new CachedReads.Opened())).isEqualTo(Files.readAllBytes(path));
        ByteBuffer some = ByteBuffer.allocate(10);
        assertThat(cached.read(descriptor, false, 995, some)).isEqualTo(5);
        assertThat(cached.read(descriptor, false, 1000, some)).isZero();
        int[] counts = new int[3];
        List<Part> parts = List.of(part(10, 20), part(990, 20), part(1000, 1));
        assertThat(cached.read(descriptor, false, parts, counts)).isEqualTo(3);
        assertThat(counts).containsExactly(20, 10, -1);
        PathCalls.close(descriptor);
        Path missing = directory.resolve("missing");
        assertThat(cached.open(target(missing))).as("a name not looked up before").isEqualTo(-Errno.EAGAIN);
        assertThat(Files.exists(missing)).isFalse();
        assertThat(cached.open(target(missing))).isEqualTo(-Errno.ENOENT);

        Path pipe = pipe("cached-pipe");
        int end = cached.open(target(pipe));
        assertThat(end).as("a pipe without a writer, opened").isNotNegative();
        CachedReads.Opened opened = new CachedReads.Opened();
        assertThat(cached.readSmall(target(pipe), opened)).isNull();
        assertThat(opened.descriptor).as("the same").isNotNegative();
        PathCalls.close(opened.descriptor);
        assertThat(cached.read(end, false, 0, some)).isEqualTo(-Errno.ESPIPE);
        PathCalls.close(end);
    }

    private static Part part(long offset, int length) {
        return new Part(offset, ByteBuffer.allocate(length));
    }

    @Test
    void readThatIsNotAlone_looksItsPathUpAndAnswersTheSame() throws Exception {
        Path pipe = pipe("neighbour");
        Path file = file("file", 100);
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);
        FutureTask<byte[]> neighbour = new FutureTask<>(() -> engine.read(target(pipe), () -> -1, Patience.ENDLESS));
        Thread.ofVirtual().start(neighbour);
        try (OutputStream writer = Files.newOutputStream(pipe)) {
            for (int i = 0; i < 3; i++) {
                assertThat(engine.read(target(link), () -> -1, Patience.ENDLESS)).isEqualTo(Files.readAllBytes(file));
                assertThat(engine.read(target(file), 90, 20, () -> -1, Patience.ENDLESS)).hasSize(10);
                assertErrno(() -> engine.read(target(directory), () -> -1, Patience.ENDLESS), Errno.EISDIR);
                Path missing = directory.resolve("missing-" + i);
                assertErrno(() -> engine.read(target(missing), () -> -1, Patience.ENDLESS), Errno.ENOENT);
            }
            writer.write(1);
        }
        assertThat(neighbour.get()).hasSize(1);
    }

    @Test
    void interrupt_neitherEndsAReadNorGetsLost() throws Exception {
        Path pipe = pipe("interrupted");
        AtomicBoolean status = new AtomicBoolean();
        FutureTask<byte[]> reading = new FutureTask<>(() -> {
            byte[] bytes = engine.read(target(pipe), () -> -1, Patience.ENDLESS);
            status.set(Thread.currentThread().isInterrupted());
            return bytes;
        });
        Thread thread = Thread.ofVirtual().start(reading);
        try (OutputStream writer = Files.newOutputStream(pipe)) {
            await(() -> thread.getState() == Thread.State.WAITING);
            thread.interrupt();
            await(() -> !thread.isInterrupted() && thread.getState() == Thread.State.WAITING);
            writer.write(new byte[] {1, 2, 3});
        }
        assertThat(reading.get()).containsExactly(1, 2, 3);
        assertThat(status).isTrue();
    }

    @Test
    void reaperKilledByAnError_answersEveryCaller() throws Exception {
        AtomicReference<Error> death = new AtomicReference<>();
        Engine dying = KernelEngine.open(SLOTS, RESERVE, (long) SLOTS * BUFFER, liburing, ring -> mortal(ring, death)).engine();
        Path pipe = pipe("never-written");
        List<FutureTask<byte[]>> callers = new ArrayList<>();
        for (int i = 0; i < 3 * SLOTS; i++) {
            FutureTask<byte[]> caller = new FutureTask<>(() -> dying.read(target(pipe), () -> -1, Patience.ENDLESS));
            callers.add(caller);
            Thread.ofVirtual().start(caller);
        }
        await(() -> dying.waiting() == 2 * SLOTS);
        try (OutputStream writer = Files.newOutputStream(pipe)) { // its open waits for a reader's
            death.set(new OutOfMemoryError("for the test"));
            writer.write(1); // a completion makes the reaper go on
            for (FutureTask<byte[]> caller : callers) {
                assertThatThrownBy(caller::get)
                        .cause()
                        .isInstanceOf(EngineStoppedException.class)
                        .hasCauseInstanceOf(OutOfMemoryError.class);
            }
        }
        assertThat(dying.death()).isInstanceOf(OutOfMemoryError.class);
        assertThatThrownBy(() -> dying.read(target(pipe), () -> -1, Patience.ENDLESS))
                .isInstanceOfSatisfying(EngineStoppedException.class, e -> assertThat(e.isBroken()).isTrue());
    }

    /** A ring whose owner dies in its next submission once there is an error to die of. */
    private static Ring mortal(Ring ring, AtomicReference<Error> death) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            Error error = death.get();
            if (error != null && method.getName().equals("submitAndWait")) {
                throw error;
            }
            try {
                return method.invoke(ring, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        return (Ring) Proxy.newProxyInstance(
                KernelEngineTest.class.getClassLoader(), new Class<?>[] {Ring.class}, handler);
    }

    private Path file(String name, int size) throws IOException {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return Files.write(directory.resolve(name), bytes);
    }

    private Path pipe(String name) throws IOException, InterruptedException, ExecutionException {
        Path pipe = directory.resolve(name);
        int status = new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
        assertThat(status).as("mkfifo").isZero();
        return pipe;
    }

    private static long size(Path path) {
        return PathCalls.sizeIfCached(PathCalls.AT_FDCWD, bytes(path), 0);
    }

    private static Engine.Target target(Path path) {
        return new Engine.Target(PathCalls.AT_FDCWD, bytes(path), 0);
    }

    private static byte[] bytes(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }
}
