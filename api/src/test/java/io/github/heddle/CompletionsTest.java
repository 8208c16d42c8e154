package io.github.heddle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests in any number, and their results in the order in which they complete. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(SkipReason.class)
@ParameterizedClass
@EnumSource
class CompletionsTest {

    private static final int WINDOW = 8;

    private final FileRing ring;

    @TempDir
    private Path directory;

    private Path file = Path.of("");
    private Path missing = Path.of("");

    CompletionsTest(Engines engine) {
        ring = engine.open(FileRing.builder().inFlight(WINDOW));
    }

    @BeforeEach
    void makeFile() throws IOException {
        file = Files.writeString(directory.resolve("file"), "0123456789");
        missing = directory.resolve("missing");
    }

    @AfterEach
    void close() {
        ring.close();
    }

    @Test
    void everyRequest_hasOneResult() throws Exception {
        int count = 10_000;
        List<ReadRequest> requests =
                IntStream.range(0, count).mapToObj(this::mixed).toList();
        int[] seen = new int[count];
        try (Completions completions = ring.completions(requests.stream())) {
            while (completions.hasNext()) {
                ReadResult result = completions.next();
                seen[number(result.request())]++;
                assertThat(Told.of(result)).isEqualTo(expected(number(result.request())));
            }
            assertThatThrownBy(completions::next).isInstanceOf(NoSuchElementException.class);
        }
        assertThat(seen).containsOnly(1);
    }

    /** A request whose file name tells its number. */
    private ReadRequest mixed(int i) {
        Path path = directory.resolve((i % 10 == 9 ? "missing-" : "file-") + i);
        try {
            if (i % 10 != 9) {
                Files.createLink(path, file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return switch (i % 4) {
            case 0 -> ReadRequest.of(path);
            case 1 -> ReadRequest.of(path, new Range(3, 4));
            case 2 -> ReadRequest.of(path, Range.last(3));
            default -> ReadRequest.of(path, new Range(-20, 12));
        };
    }

    private static int number(ReadRequest request) {
        String name = request.path().getFileName().toString();
        return Integer.parseInt(name.substring(name.indexOf('-') + 1));
    }

    private static Told expected(int i) {
        if (i % 10 == 9) {
            return new Told(NoSuchFileException.class.getName());
        }
        return new Told(
                switch (i % 4) {
                    case 0 -> "0123456789";
                    case 1 -> "3456";
                    case 2 -> "789";
                    default -> "01";
                });
    }

    /** What a result tells: its bytes, or the class of its failure. */
    record Told(String bytesOrFailure) {
        static Told of(ReadResult result) throws IOException {
            Optional<Throwable> failure = result.failure();
            return new Told(
                    failure.isPresent()
                            ? failure.get().getClass().getName()
                            : new String(result.bytes(), StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void slowFile_isOvertakenByTheOthers() throws Exception {
        Fifo fifo = Fifo.make(directory.resolve("fifo"));
        Stream<ReadRequest> requests =
                Stream.concat(Stream.of(fifo.path()), Stream.generate(() -> file).limit(100)).map(ReadRequest::of);
        try (Completions completions = ring.completions(requests)) {
            for (int i = 0; i < 100; i++) {
                assertThat(completions.next().request().path()).isEqualTo(file);
            }
            assertThat(completions.hasNext()).isTrue();
            fifo.write("late");
            assertThat(completions.next().bytes()).asString().isEqualTo("late");
            assertThat(completions.hasNext()).isFalse();
        }
    }

    @Test
    void source_isAskedNoFurtherThanTheWindow() {
        AtomicInteger asked = new AtomicInteger();
        Stream<ReadRequest> endless = Stream.generate(() -> {
            asked.incrementAndGet();
            return ReadRequest.of(file);
        });
        try (Completions completions = ring.completions(endless)) {
            assertThat(asked).hasValue(0);
            for (int taken = 1; taken <= 1000; taken++) {
                assertThat(completions.hasNext()).isTrue();
                completions.next();
                assertThat(asked.get()).isBetween(taken, taken + WINDOW);
            }
        }
    }

    @Test
    void sourceThatThrows_isToldOnceAndLosesNothing() {
        IllegalStateException broken = new IllegalStateException("broken");
        AtomicInteger closes = new AtomicInteger();
        Stream<ReadRequest> source = IntStream.range(0, 5)
                .mapToObj(i -> {
                    if (i == 4) {
                        throw broken;
                    }
                    return ReadRequest.of(file);
                })
                .onClose(closes::incrementAndGet);
        try (Completions completions = ring.completions(source)) {
            assertThatThrownBy(completions::hasNext).isSameAs(broken);
            int taken = 0;
            while (completions.hasNext()) {
                assertThat(completions.next().failure()).isEmpty();
                taken++;
            }
            assertThat(taken).isEqualTo(4);
        }
        assertThat(closes).hasValue(1);
    }

    @Test
    void close_givesUpWhatHangs() throws Exception {
        Fifo fifo = Fifo.make(directory.resolve("fifo"));
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger closes = new AtomicInteger();
        Stream<ReadRequest> source = Stream.generate(() -> {
                    asked.incrementAndGet();
                    return ReadRequest.of(fifo.path());
                })
                .onClose(closes::incrementAndGet);
        Completions completions = ring.completions(source);
        assertThat(completions.hasNext()).isTrue();
        completions.close();
        completions.close();

        assertThat(closes).hasValue(1);
        assertThat(completions.hasNext()).isFalse();
        assertThatThrownBy(completions::next)
                .isInstanceOf(NoSuchElementException.class)
                .hasMessageContaining("closed");
        assertThat(asked).hasValue(WINDOW);
        // Every place gets free again, or these would wait for ever.
        FutureTask<Void> reading = new FutureTask<>(() -> {
            try (Completions others = ring.completions(Stream.generate(() -> ReadRequest.of(file)).limit(100))) {
                others.forEachRemaining(result -> assertThat(result.failure()).isEmpty());
            }
            ring.close();
            return null;
        });
        Thread.ofVirtual().start(reading);
        fifo.letGoUntil(reading::isDone);
        reading.get();
    }

    @Test
    void close_wakesATakerThatWaits() throws Exception {
        Fifo fifo = Fifo.make(directory.resolve("fifo"));
        for (boolean virtual : new boolean[] {true, false}) {
            AtomicInteger closes = new AtomicInteger();
            Completions completions =
                    ring.completions(Stream.of(ReadRequest.of(fifo.path())).onClose(closes::incrementAndGet));
            FutureTask<ReadResult> taking = new FutureTask<>(completions::next);
            Thread taker = virtual ? Thread.ofVirtual().start(taking) : Thread.ofPlatform().start(taking);
            while (taker.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            completions.close();
            taker.join();
            assertThat(taking.exceptionNow()).isInstanceOf(NoSuchElementException.class);
            assertThat(closes).hasValue(1);
        }
        closeRingThatHolds(fifo);
    }

    private void closeRingThatHolds(Fifo fifo) throws Exception {
        Thread closing = Thread.ofVirtual().start(ring::close);
        fifo.letGoUntil(() -> !closing.isAlive());
    }

    @Test
    void closeWhileTheSourceIsAsked_leavesItsClosingToTheTaker() throws Exception {
        CountDownLatch asking = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        List<Thread> closers = new ArrayList<>();
        Stream<ReadRequest> source = Stream.generate(() -> {
                    asking.countDown();
                    awaitUninterruptibly(closed);
                    return ReadRequest.of(file);
                })
                .onClose(() -> closers.add(Thread.currentThread()));
        Completions completions = ring.completions(source);
        FutureTask<ReadResult> taking = new FutureTask<>(completions::next);
        Thread taker = Thread.ofVirtual().start(taking);
        asking.await();
        completions.close();
        closed.countDown();
        taker.join();
        assertThat(taking.exceptionNow()).isInstanceOf(NoSuchElementException.class);
        assertThat(closers).containsExactly(taker);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Closes at every moment of taking, by another thread: nothing hangs, nothing but the documented end is thrown. */
    @Test
    void closeAtAnyMoment_endsTheTaking() throws Exception {
        for (int i = 0; i < 500; i++) {
            int before = i;
            Completions completions = ring.completions(Stream.generate(() -> ReadRequest.of(file)));
            CountDownLatch begun = new CountDownLatch(1);
            FutureTask<Integer> taking = new FutureTask<>(() -> {
                int taken = 0;
                try {
                    while (completions.hasNext()) {
                        completions.next();
                        if (++taken == before % 50) {
                            begun.countDown();
                        }
                    }
                } catch (NoSuchElementException e) {
                    assertThat(e).hasMessageContaining("closed");
                }
                return taken;
            });
            if (before % 50 == 0) {
                begun.countDown();
            }
            Thread.ofVirtual().start(taking);
            begun.await();
            completions.close();
            assertThat(taking.get()).isGreaterThanOrEqualTo(before % 50);
        }
    }

    @Test
    void interruptOfTheTaker_staysSet() throws Exception {
        Fifo fifo = Fifo.make(directory.resolve("fifo"));
        try (Completions completions = ring.completions(Stream.of(ReadRequest.of(fifo.path())))) {
            FutureTask<Boolean> taking = new FutureTask<>(() -> {
                assertThat(completions.next().bytes()).asString().isEqualTo("late");
                return Thread.currentThread().isInterrupted();
            });
            Thread taker = Thread.ofVirtual().start(taking);
            taker.interrupt();
            fifo.write("late");
            assertThat(taking.get()).isTrue();
        }
    }

    @Test
    void closedRing_failsTheRestOneByOne() {
        Completions completions = ring.completions(Stream.generate(() -> ReadRequest.of(file)).limit(100));
        completions.next();
        ring.close();
        int failed = 0;
        while (completions.hasNext()) {
            failed += completions.next().failure().isPresent() ? 1 : 0;
        }
        completions.close();
        assertThat(failed).isBetween(100 - 1 - WINDOW, 99);
        assertThatThrownBy(() -> ring.completions(Stream.empty())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void rangeFromTheEnd_isCutToTheFile() throws Exception {
        String text = "0123456789";
        for (long offset = -13; offset <= 13; offset++) {
            for (int length : new int[] {0, 1, 5, 10, 20, Integer.MAX_VALUE}) {
                long first = offset < 0 ? text.length() + offset : offset;
                int from = Math.clamp(first, 0, text.length());
                int to = Math.clamp(first + length, 0, text.length());
                ReadRequest request = ReadRequest.of(file, new Range(offset, length));
                assertThat(only(request).bytes()).as("%s", request).asString().isEqualTo(text.substring(from, to));
            }
        }
        assertThat(only(ReadRequest.of(file, new Range(Long.MIN_VALUE, 10))).bytes()).isEmpty();
        assertThat(only(ReadRequest.of(missing, Range.last(1))).failure())
                .containsInstanceOf(NoSuchFileException.class);
    }

    @Test
    void rangeFromTheEndOfAPipe_isRefusedAsAnyOffsetIs() throws Exception {
        Fifo fifo = Fifo.make(directory.resolve("fifo"));
        // Open for both, so that neither side's open waits for the other's.
        try (FileChannel both =
                        FileChannel.open(fifo.path(), StandardOpenOption.READ, StandardOpenOption.WRITE);
                Completions completions =
                        ring.completions(Stream.of(ReadRequest.of(fifo.path(), Range.last(1))))) {
            assertThat(both.isOpen()).isTrue();
            assertThatThrownBy(completions.next()::bytes).hasMessage("Illegal seek");
        }
    }

    private ReadResult only(ReadRequest request) {
        try (Completions completions = ring.completions(Stream.of(request))) {
            return completions.next();
        }
    }

    @Test
    void result_tellsWhatItIs() {
        assertThat(only(ReadRequest.of(file))).hasToString("ReadResult[" + file + ": 10 bytes]");
        assertThat(only(ReadRequest.of(file, Range.last(3))))
                .hasToString("ReadResult[" + file + ", 3 bytes from -3: 3 bytes]");
        assertThat(only(ReadRequest.of(missing)))
                .hasToString("ReadResult[" + missing + ": java.nio.file.NoSuchFileException: " + missing + "]");
    }

    @Test
    @SuppressWarnings("NullAway") // what a caller without null checks does
    void nulls_areNamed() {
        Stream<ReadRequest> nothing = null;
        assertThatThrownBy(() -> ring.completions(nothing))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("requests");
        ReadRequest none = null;
        try (Completions completions = ring.completions(Stream.of(ReadRequest.of(file), none))) {
            assertThatThrownBy(completions::next).isInstanceOf(NullPointerException.class);
            assertThat(completions.next().failure()).isEmpty();
            assertThat(completions.hasNext()).isFalse();
        }
    }

    @Test
    void usedStream_isRefused() {
        Stream<ReadRequest> used = Stream.of(ReadRequest.of(file));
        used.close();
        assertThatThrownBy(() -> ring.completions(used)).isInstanceOf(IllegalStateException.class);
    }
}
