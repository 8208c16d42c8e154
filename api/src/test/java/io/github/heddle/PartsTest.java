package io.github.heddle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Ranges, memory segments and open files. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(SkipReason.class)
@ParameterizedClass
@EnumSource
class PartsTest {

    private static final int SIZE = 1_500_000;

    private final FileRing ring;
    private final byte[] bytes = ContractSuite.bytes(SIZE);
    private Path file = Path.of("");

    @TempDir
    Path directory;

    PartsTest(Setup setup) {
        ring = setup.open();
    }

    @BeforeEach
    void makeFile() throws IOException {
        file = Files.write(directory.resolve("file"), bytes);
    }

    @AfterEach
    void close() {
        ring.close();
    }

    private byte[] expected(Range range) {
        long start = range.offset() < 0 ? SIZE + range.offset() : range.offset();
        long end = Math.min(start, Long.MAX_VALUE - range.length()) + range.length();
        return Arrays.copyOfRange(bytes, Math.clamp(start, 0, SIZE), Math.clamp(end, 0, SIZE));
    }

    private static List<Range> anyRanges(long seed) {
        Random random = new Random(seed);
        List<Range> ranges = new ArrayList<>();
        for (int i = random.nextInt(40); i > 0; i--) {
            long offset = random.nextInt(-SIZE - 10, SIZE + 10);
            ranges.add(new Range(offset, random.nextInt(4) == 0 ? random.nextInt(200_000) : random.nextInt(5000)));
        }
        return ranges;
    }

    @Test
    void rangesOfEveryKind_areThoseOfTheFile() throws Exception {
        List<List<Range>> lists = new ArrayList<>();
        lists.add(List.of());
        lists.add(List.of(
                new Range(0, 0),
                new Range(SIZE, 10),
                new Range(SIZE - 1L, 10),
                new Range(Long.MAX_VALUE, Integer.MAX_VALUE),
                new Range(Long.MIN_VALUE, 10),
                new Range(-SIZE - 5L, 10),
                new Range(0, Integer.MAX_VALUE),
                Range.last(0),
                Range.last(1),
                Range.last(Integer.MAX_VALUE)));
        lists.add(List.of(new Range(5, 10), new Range(5, 10), new Range(7, 2), new Range(0, 100)));
        for (int seed = 0; seed < 30; seed++) {
            lists.add(anyRanges(seed));
        }
        try (RingFile open = ring.open(file)) {
            for (List<Range> ranges : lists) {
                List<byte[]> expected = ranges.stream().map(this::expected).toList();
                assertThat(ring.readRanges(file, ranges)).as("%s", ranges).containsExactlyElementsOf(expected);
                assertThat(open.readRanges(ranges)).as("%s", ranges).containsExactlyElementsOf(expected);
            }
        }
    }

    @Test
    void rangesThatAreClose_areReadAsOne() throws Exception {
        List<Range> ranges = List.of(new Range(9000, 1000), new Range(0, 1000), new Range(2000, 1000));
        for (int gap : new int[] {0, 1000, 100_000}) {
            try (FileRing other = FileRing.builder().mergeGap(gap).open()) {
                other.backend();
                assertThat(other.readRanges(file, ranges))
                        .containsExactlyElementsOf(ranges.stream().map(this::expected).toList());
            }
        }
    }

    @Test
    void arraysOfRanges_areTheCallersOwn() throws Exception {
        List<byte[]> parts = ring.readRanges(file, List.of(new Range(0, 10), new Range(0, 10)));
        Arrays.fill(parts.getFirst(), (byte) 0);
        assertThat(parts.getLast()).isEqualTo(expected(new Range(0, 10)));
    }

    @Test
    void segments_areFilled() throws Exception {
        try (Arena arena = Arena.ofConfined();
                RingFile open = ring.open(file)) {
            List<MemorySegment> targets = List.of(
                    arena.allocate(200_000),
                    MemorySegment.ofArray(new byte[200_000]),
                    MemorySegment.ofArray(new long[25_000]));
            for (MemorySegment to : targets) {
                for (long offset : new long[] {0, 1, 100_001, SIZE - 10L, SIZE, Long.MAX_VALUE}) {
                    byte[] expected = expected(new Range(offset, 200_000));
                    to.fill((byte) 0);
                    assertThat(ring.read(file, offset, to)).isEqualTo(expected.length);
                    assertThat(to.asSlice(0, expected.length).toArray(ValueLayout.JAVA_BYTE)).isEqualTo(expected);
                    to.fill((byte) 0);
                    assertThat(open.read(offset, to)).isEqualTo(expected.length);
                    assertThat(to.asSlice(0, expected.length).toArray(ValueLayout.JAVA_BYTE)).isEqualTo(expected);
                }
            }
            assertThat(ring.read(file, arena).toArray(ValueLayout.JAVA_BYTE)).isEqualTo(bytes);
            Path empty = Files.createFile(directory.resolve("empty"));
            assertThat(ring.read(empty, arena).byteSize()).isZero();
            assertThat(ring.read(empty, 0, arena.allocate(10))).isZero();
        }
    }

    @Test
    @SuppressWarnings("MustBeClosedChecker") // it is closed on purpose before its use
    void segmentsThatCannotBeFilled_areRefused() throws Exception {
        Arena closed = Arena.ofShared();
        MemorySegment gone = closed.allocate(10);
        closed.close();
        assertThatThrownBy(() -> ring.read(file, 0, gone)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> ring.read(file, closed)).isInstanceOf(IllegalStateException.class);
        MemorySegment readOnly = MemorySegment.ofArray(new byte[10]).asReadOnly();
        assertThatThrownBy(() -> ring.read(file, 0, readOnly)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ring.read(file, -1, MemorySegment.ofArray(new byte[10])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("offset -1");
        try (Arena confined = Arena.ofConfined()) {
            MemorySegment segment = confined.allocate(10);
            FutureTask<Long> other = new FutureTask<>(() -> ring.read(file, 0, segment));
            Thread.ofVirtual().start(other);
            assertThatThrownBy(other::get).hasCauseInstanceOf(WrongThreadException.class);
        }
    }

    @Test
    void whatHasNoSize_isReadAllTheSame() throws Exception {
        Path version = Path.of("/proc/version");
        byte[] all = Files.readAllBytes(version);
        assertThat(ring.readRanges(version, List.of(new Range(0, 5), Range.last(5), new Range(1000, 5))))
                .containsExactly(
                        Arrays.copyOf(all, 5), Arrays.copyOfRange(all, all.length - 5, all.length), new byte[0]);
        try (Arena arena = Arena.ofConfined();
                RingFile open = ring.open(version)) {
            assertThat(ring.read(version, arena).toArray(ValueLayout.JAVA_BYTE)).isEqualTo(all);
            assertThat(open.read(3, 10)).isEqualTo(Arrays.copyOfRange(all, 3, 13));
        }
        try (RingFile zero = ring.open(Path.of("/dev/zero"))) {
            assertThat(zero.read(5, 100_000)).hasSize(100_000).containsOnly(0);
        }
    }

    @Test
    void whatHasNoOffsets_isRefused() throws Exception {
        Path pipe = Fifo.make(directory.resolve("pipe")).path();
        // Open for both, so that neither side's open waits for the other's.
        try (FileChannel both = FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE);
                RingFile open = ring.open(pipe)) {
            assertThat(both.isOpen()).isTrue();
            MemorySegment to = MemorySegment.ofArray(new byte[10]);
            assertThatThrownBy(() -> ring.readRanges(pipe, List.of(new Range(0, 1)))).hasMessage("Illegal seek");
            assertThatThrownBy(() -> ring.read(pipe, 0, to)).hasMessage("Illegal seek");
            assertThatThrownBy(() -> open.read(0, 1)).hasMessage("Illegal seek");
        }
        assertThatThrownBy(() -> ring.readRanges(directory, List.of(new Range(0, 1)))).hasMessage("Is a directory");
    }

    @Test
    void filesOfAZip_areReadInParts() throws Exception {
        Path zip = directory.resolve("a.zip");
        try (FileSystem files = FileSystems.newFileSystem(zip, Map.of("create", "true"));
                Arena arena = Arena.ofConfined()) {
            Path inside = Files.writeString(files.getPath("/inside"), "zipped");
            assertThat(ring.readRanges(inside, List.of(Range.last(2), new Range(0, 3))))
                    .containsExactly(new byte[] {'e', 'd'}, new byte[] {'z', 'i', 'p'});
            MemorySegment to = arena.allocate(4);
            assertThat(ring.read(inside, 3, to)).isEqualTo(3);
            assertThat(to.asSlice(0, 3).toArray(ValueLayout.JAVA_BYTE)).asString().isEqualTo("ped");
            assertThat(ring.read(inside, arena).toArray(ValueLayout.JAVA_BYTE)).asString().isEqualTo("zipped");
        }
    }

    @Test
    void openFileOfManyReaders_isClosedSafely() throws Exception {
        for (int round = 0; round < 20; round++) {
            RingFile open = ring.open(file);
            try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Integer>> readers = new ArrayList<>();
                for (int i = 0; i < 50; i++) {
                    Range range = new Range(i * 1000L, 100_000);
                    readers.add(executor.submit(() -> {
                        int reads = 0;
                        try {
                            while (true) {
                                assertThat(open.read(range.offset(), range.length())).isEqualTo(expected(range));
                                reads++;
                            }
                        } catch (ClosedChannelException e) {
                            return reads;
                        }
                    }));
                }
                open.close();
                // Other files take the numbers that are free now.
                for (int i = 0; i < 20; i++) {
                    try (RingFile other = ring.open(Files.write(directory.resolve("other"), new byte[100]))) {
                        assertThat(other.read(0, 100)).containsOnly(0);
                    }
                }
                for (Future<Integer> reader : readers) {
                    assertThat(reader.get()).isNotNegative();
                }
            }
        }
    }

    @Test
    void fileThatIsOpen_isReadAfterItsNameIsGone() throws Exception {
        try (RingFile open = ring.open(file)) {
            Files.delete(file);
            assertThat(open.size()).isEqualTo(SIZE);
            assertThat(open.read(0, SIZE)).isEqualTo(bytes);
            assertThat(open.path()).isEqualTo(file);
        }
    }

    @Test
    void statistics_countEveryReadOnce() throws Exception {
        for (int i = 0; i < 10; i++) {
            ring.read(file);
        }
        ring.read(Path.of("/proc/version"));
        RingStatistics now = ring.statistics();
        assertThat(now.cachedReads() + now.ringReads() + now.fallbackReads()).isEqualTo(11);
        assertThat(now.fallbackReads()).isPositive();
        assertThat(now.bytes()).isGreaterThan(10L * SIZE);
        assertThat(now.waiting()).isZero();
        assertThat(now.quarantined()).isZero();
    }
}
