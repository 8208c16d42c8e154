package io.github.heddle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
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

/** Groups of requests: complete, in order, and read ahead only as far as they should. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(SkipReason.class)
@ParameterizedClass
@EnumSource
class GroupsTest {

    private static final int WINDOW = 8;

    private final FileRing ring;

    @TempDir
    private Path directory;

    private Path file = Path.of("");

    GroupsTest(Engines engine) {
        ring = engine.open(FileRing.builder().inFlight(WINDOW));
    }

    @BeforeEach
    void makeFile() throws IOException {
        file = Files.writeString(directory.resolve("file"), "0123456789");
    }

    @AfterEach
    void close() {
        ring.close();
    }

    private List<ReadRequest> group(int size) {
        return IntStream.range(0, size)
                .mapToObj(i -> ReadRequest.of(file, new Range(i % 10, 1)))
                .toList();
    }

    private static String text(List<ReadResult> results) throws IOException {
        StringBuilder text = new StringBuilder();
        for (ReadResult result : results) {
            for (byte b : result.bytes()) {
                text.append((char) b);
            }
        }
        return text.toString();
    }

    @Test
    void groupsOfAnySize_areDeliveredInOrderAndWhole() throws Exception {
        List<Integer> sizes = List.of(0, 1, 0, 0, 3, WINDOW, WINDOW + 1, 0, 100 * WINDOW, 2, 0);
        for (GroupOrder order : GroupOrder.values()) {
            try (Groups groups = ring.groups(sizes.stream().map(this::group), order)) {
                for (int size : sizes) {
                    assertThat(groups.hasNext()).isTrue();
                    List<ReadResult> results = groups.next();
                    assertThat(results.stream().map(ReadResult::request)).isEqualTo(group(size));
                    assertThat(text(results)).isEqualTo("0123456789".repeat(100).substring(0, size));
                }
                assertThat(groups.hasNext()).isFalse();
                assertThatThrownBy(groups::next).isInstanceOf(NoSuchElementException.class);
            }
        }
    }

    @Test
    void noGroups_areNone() {
        for (GroupOrder order : GroupOrder.values()) {
            try (Groups groups = ring.groups(Stream.empty(), order)) {
                assertThat(groups.hasNext()).isFalse();
            }
        }
    }

    @Test
    void oneFailure_failsAlone() {
        List<ReadRequest> group = List.of(
                ReadRequest.of(file), ReadRequest.of(directory.resolve("missing")), ReadRequest.of(file));
        for (GroupOrder order : GroupOrder.values()) {
            try (Groups groups = ring.groups(Stream.of(group, group), order)) {
                for (int i = 0; i < 2; i++) {
                    List<ReadResult> results = groups.next();
                    assertThat(results.get(0).failure()).isEmpty();
                    assertThat(results.get(1).failure()).containsInstanceOf(NoSuchFileException.class);
                    assertThat(results.get(2).failure()).isEmpty();
                }
            }
        }
    }

    @Test
    void barrier_asksForAGroupOnlyWhenTheOneBeforeIsDelivered() {
        AtomicInteger asked = new AtomicInteger();
        Stream<List<ReadRequest>> source = Stream.generate(() -> group(asked.incrementAndGet() % 4));
        try (Groups groups = ring.groups(source, GroupOrder.BARRIER)) {
            assertThat(asked).hasValue(0);
            for (int n = 1; n <= 100; n++) {
                assertThat(groups.hasNext()).isTrue();
                assertThat(asked).hasValue(n);
                assertThat(groups.next()).hasSize(n % 4);
                assertThat(asked).hasValue(n);
            }
        }
    }

    @Test
    void readAhead_goesOnBehindAGroupThatHangsButNotBeyondTheWindow() throws Exception {
        Fifo first = Fifo.make(directory.resolve("first"));
        AtomicInteger asked = new AtomicInteger();
        List<Fifo> later = new ArrayList<>();
        for (int i = 0; i < WINDOW - 1; i++) {
            later.add(Fifo.make(directory.resolve("later-" + i)));
        }
        Stream<List<ReadRequest>> source = Stream.concat(
                Stream.of(List.of(ReadRequest.of(first.path()))),
                Stream.concat(
                        later.stream().map(fifo -> List.of(ReadRequest.of(fifo.path()))),
                        Stream.generate(() -> group(1)).peek(group -> asked.incrementAndGet())));
        try (Groups groups = ring.groups(source, GroupOrder.READ_AHEAD)) {
            FutureTask<List<ReadResult>> taking = new FutureTask<>(groups::next);
            Thread taker = Thread.ofVirtual().start(taking);
            // A pipe has its writer's bytes taken only by a reader: each of these has been started.
            for (Fifo fifo : later) {
                fifo.write("later");
            }
            // The last of the window is started in the place of the first that was read.
            while (asked.get() < 1 || taker.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            assertThat(asked).hasValue(1);
            assertThat(taking.isDone()).isFalse();
            first.write("first");
            assertThat(text(taking.get())).isEqualTo("first");
            for (int i = 0; i < WINDOW - 1; i++) {
                assertThat(text(groups.next())).isEqualTo("later");
                assertThat(asked.get()).isLessThanOrEqualTo(i + 1 + WINDOW);
            }
            assertThat(text(groups.next())).isEqualTo("0");
        }
    }

    @Test
    void readAhead_isBoundedByEmptyGroupsToo() throws Exception {
        Fifo first = Fifo.make(directory.resolve("first"));
        AtomicInteger asked = new AtomicInteger();
        Stream<List<ReadRequest>> source = Stream.concat(
                Stream.of(List.of(ReadRequest.of(first.path()))),
                Stream.generate(() -> group(0)).peek(group -> asked.incrementAndGet()));
        try (Groups groups = ring.groups(source, GroupOrder.READ_AHEAD)) {
            assertThat(groups.hasNext()).isTrue();
            assertThat(asked).hasValue(WINDOW);
            first.write("first");
            assertThat(text(groups.next())).isEqualTo("first");
            for (int n = 1; n <= 100; n++) {
                assertThat(groups.next()).isEmpty();
                assertThat(asked.get()).isBetween(n, n + WINDOW);
            }
        }
    }

    @Test
    void largeGroup_isStartedAsPlacesGetFree() throws Exception {
        Fifo fifo = Fifo.make(directory.resolve("fifo"));
        List<ReadRequest> large = Stream.concat(
                        Stream.of(ReadRequest.of(fifo.path())), group(10 * WINDOW).stream())
                .toList();
        for (GroupOrder order : GroupOrder.values()) {
            try (Groups groups = ring.groups(Stream.of(large, group(1)), order)) {
                assertThat(groups.hasNext()).isTrue();
                FutureTask<List<ReadResult>> taking = new FutureTask<>(groups::next);
                Thread.ofVirtual().start(taking);
                fifo.write("x");
                assertThat(text(taking.get())).isEqualTo("x" + "0123456789".repeat(WINDOW));
                assertThat(text(groups.next())).isEqualTo("0");
            }
        }
    }

    @Test
    void sourceThatThrows_isToldOnceAndLosesNothing() throws Exception {
        for (GroupOrder order : GroupOrder.values()) {
            IllegalStateException broken = new IllegalStateException("broken");
            AtomicInteger closes = new AtomicInteger();
            Stream<List<ReadRequest>> source = IntStream.rangeClosed(1, 4)
                    .mapToObj(i -> {
                        if (i == 4) {
                            throw broken;
                        }
                        return group(i);
                    })
                    .onClose(closes::incrementAndGet);
            int failures = 0;
            List<Integer> sizes = new ArrayList<>();
            try (Groups groups = ring.groups(source, order)) {
                boolean more = true;
                while (more) {
                    try {
                        more = groups.hasNext();
                        if (more) {
                            sizes.add(groups.next().size());
                        }
                    } catch (IllegalStateException e) {
                        assertThat(e).isSameAs(broken);
                        failures++;
                    }
                }
            }
            assertThat(failures).isEqualTo(1);
            assertThat(sizes).containsExactly(1, 2, 3);
            assertThat(closes).hasValue(1);
        }
    }

    @Test
    void close_givesUpWhatHangsAndWakesTheTaker() throws Exception {
        Fifo fifo = Fifo.make(directory.resolve("fifo"));
        for (GroupOrder order : GroupOrder.values()) {
            AtomicInteger closes = new AtomicInteger();
            Groups groups = ring.groups(
                    Stream.of(List.of(ReadRequest.of(fifo.path()), ReadRequest.of(file)), group(2))
                            .onClose(closes::incrementAndGet),
                    order);
            FutureTask<List<ReadResult>> taking = new FutureTask<>(groups::next);
            Thread taker = Thread.ofVirtual().start(taking);
            while (taker.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            groups.close();
            taker.join();
            assertThat(taking.exceptionNow())
                    .isInstanceOf(NoSuchElementException.class)
                    .hasMessageContaining("closed");
            assertThat(closes).hasValue(1);
            assertThat(groups.hasNext()).isFalse();
            assertThatThrownBy(groups::next).isInstanceOf(NoSuchElementException.class);
        }
        Thread closing = Thread.ofVirtual().start(ring::close);
        fifo.letGoUntil(() -> !closing.isAlive());
    }

    @Test
    void results_cannotBeChanged() {
        try (Groups groups = ring.groups(Stream.of(group(1)), GroupOrder.BARRIER)) {
            List<ReadResult> results = groups.next();
            assertThatThrownBy(results::clear).isInstanceOf(UnsupportedOperationException.class);
        }
    }

    @Test
    @SuppressWarnings("NullAway") // what a caller without null checks does
    void nulls_areNamed() {
        Stream<List<ReadRequest>> nothing = null;
        assertThatThrownBy(() -> ring.groups(nothing, GroupOrder.BARRIER))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("groups");
        assertThatThrownBy(() -> ring.groups(Stream.empty(), null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("order");
        List<ReadRequest> noRequest = Collections.singletonList(null);
        List<ReadRequest> none = null;
        for (List<ReadRequest> bad : Arrays.asList(noRequest, none)) {
            try (Groups groups = ring.groups(Stream.of(group(1), bad, group(1)), GroupOrder.READ_AHEAD)) {
                assertThatThrownBy(groups::hasNext).isInstanceOf(NullPointerException.class);
                assertThat(groups.next()).hasSize(1);
                assertThat(groups.hasNext()).isFalse();
            }
        }
    }
}
