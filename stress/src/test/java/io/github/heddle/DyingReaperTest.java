package io.github.heddle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.heddle.ring.kernel.MortalEngines;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A reaper that dies at any point of its work, on the real kernel and in the midst of reads of every kind. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DyingReaperTest {

    private static final int DEATHS = Integer.getInteger("heddle.deaths", 8);
    private static final int CALLERS = 32;
    private static final int FILES = 12;
    private static final int IN_FLIGHT = 16;

    /** More calls than a reaper makes for all reads that are in flight at once. */
    private static final int MAX_CALLS = 400;

    @TempDir
    Path directory;

    private final List<LogRecord> logged = new ArrayList<>();
    private final Logger logger = Logger.getLogger("io.github.heddle");

    private final Handler keeper = new Handler() {
        @Override
        public void publish(LogRecord message) {
            synchronized (logged) {
                logged.add(message);
            }
        }

        @Override
        public void flush() {
            // nothing is held back
        }

        @Override
        public void close() {
            // nothing is open
        }
    };

    @BeforeEach
    void listen() {
        logger.addHandler(keeper);
        logger.setUseParentHandlers(false);
    }

    @AfterEach
    void listenNoMore() {
        logger.removeHandler(keeper);
        logger.setUseParentHandlers(true);
    }

    static Stream<Arguments> deaths() {
        return Stream.of(true, false).flatMap(liburing -> Stream.of(
                        new OutOfMemoryError("for the test"),
                        new StackOverflowError("for the test"),
                        new NoClassDefFoundError("for the test"),
                        new IllegalStateException("for the test"))
                .map(death -> Arguments.of(liburing, death)));
    }

    @ParameterizedTest
    @MethodSource("deaths")
    void everyCallerIsAnsweredAndThePoolGoesOn(boolean liburing, Throwable death) throws Exception {
        List<byte[]> contents = files();
        long[] nanos = new long[DEATHS];
        for (int i = 0; i < DEATHS; i++) {
            nanos[i] = die(contents, liburing, death, new Random(i));
        }
        Arrays.sort(nanos);
        Duration median = Duration.ofNanos(nanos[DEATHS / 2]);
        System.out.printf("%s, %s: all are answered within %d ms, the longest of %d deaths %d ms%n",
                liburing ? "liburing" : "system calls", death.getClass().getSimpleName(), median.toMillis(), DEATHS,
                nanos[DEATHS - 1] / 1_000_000);
        assertThat(median).isLessThan(Duration.ofSeconds(1));
    }

    private List<byte[]> files() throws Exception {
        List<byte[]> contents = new ArrayList<>();
        for (int i = 0; i < FILES; i++) {
            byte[] bytes = new byte[i * i * 2_500];
            new Random(i).nextBytes(bytes);
            contents.add(bytes);
            Files.write(file(i), bytes);
        }
        return contents;
    }

    private Path file(int number) {
        return directory.resolve("file-" + number);
    }

    /** {@return how long it took from the death until all who read then had their answer, in nanoseconds} */
    private long die(List<byte[]> contents, boolean liburing, Throwable death, Random random) throws Exception {
        logged.clear();
        MortalEngines engines = new MortalEngines(death);
        FileRing ring = FileRing.builder()
                .cachedReads(false)
                .inFlight(IN_FLIGHT)
                .memory(2 << 20)
                .maker((rings, inFlight, reserve, memory, ignored) -> engines.open(inFlight, reserve, memory, liburing))
                .open();
        assumeTrue(ring.backend().isRing(), () -> "no io_uring here: " + ring.backend().reason().orElseThrow());
        CountDownLatch midway = new CountDownLatch(2 * CALLERS);
        CountDownLatch after = new CountDownLatch(CALLERS);
        AtomicLong lastAnswer = new AtomicLong(Long.MIN_VALUE);
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                Random own = new Random(random.nextLong());
                callers.add(executor.submit(() -> {
                    while (ring.backend().isRing()) {
                        readSome(ring, contents, own);
                        midway.countDown();
                    }
                    lastAnswer.accumulateAndGet(System.nanoTime(), Math::max);
                    after.countDown();
                    after.await();
                    readSome(ring, contents, own);
                    return null;
                }));
            }
            midway.await();
            engines.dieAfter(random.nextInt(MAX_CALLS));
            for (Future<?> caller : callers) {
                caller.get();
            }
        }
        assertThat(ring.backend().reason().orElseThrow()).contains(death.toString());
        assertThat(logged).as("what was logged").singleElement().satisfies(message -> {
            assertThat(message.getLevel()).isEqualTo(Level.SEVERE);
            assertThat(message.getMessage()).contains("The ring broke");
            assertThat(message.getThrown()).hasCause(death);
        });
        long before = ring.blockingReads();
        assertThat(ring.read(file(FILES - 1))).isEqualTo(contents.getLast());
        assertThat(ring.blockingReads()).isEqualTo(before + 1);
        ring.close();
        return lastAnswer.get() - engines.diedAt();
    }

    private void readSome(FileRing ring, List<byte[]> contents, Random random) throws Exception {
        int number = random.nextInt(FILES);
        Path file = file(number);
        byte[] bytes = contents.get(number);
        int offset = random.nextInt(bytes.length + 1);
        int length = random.nextInt(bytes.length - offset + 1);
        byte[] part = Arrays.copyOfRange(bytes, offset, offset + length);
        switch (random.nextInt(6)) {
            case 0 -> assertThat(ring.read(file, offset, length)).isEqualTo(part);
            case 1 -> assertThat(ring.readRanges(file, List.of(new Range(offset, length), new Range(0, 1))).getFirst()).isEqualTo(part);
            case 2 -> {
                try (Arena arena = Arena.ofConfined()) {
                    assertThat(ring.read(file, arena).toArray(ValueLayout.JAVA_BYTE)).isEqualTo(bytes);
                }
            }
            case 3 -> {
                try (RingFile open = ring.open(file)) {
                    assertThat(open.read(offset, length)).isEqualTo(part);
                    assertThat(open.read(0, bytes.length)).isEqualTo(bytes);
                }
            }
            case 4 -> {
                try (Completions results = ring.completions(Stream.of(ReadRequest.of(file)))) {
                    assertThat(results.next().bytes()).isEqualTo(bytes);
                }
            }
            default -> assertThat(ring.read(file)).isEqualTo(bytes);
        }
    }
}
