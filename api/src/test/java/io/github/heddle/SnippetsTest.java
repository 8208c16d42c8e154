package io.github.heddle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;

import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.management.JMX;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The snippets of the Javadoc: the build compiles them, runs them, and shows them from here. */
class SnippetsTest {

    @TempDir
    static Path directory;

    private static final FileRing ring = FileRing.open();
    private static Path path = Path.of("");

    private final List<Object> used = new ArrayList<>();

    @BeforeAll
    static void makeFile() throws IOException {
        path = Files.write(directory.resolve("data.bin"), new byte[100_000]);
    }

    @AfterAll
    static void close() {
        ring.close();
    }

    @Test
    void range() throws IOException {
        // @start region="range"
        Range header = new Range(0, 512); // the first 512 bytes
        Range trailer = Range.last(32); // the last 32
        // @end
        assertThat(header.offset()).isZero();
        assertThat(trailer.offset()).isEqualTo(-32);
    }

    @Test
    void request() {
        // @start region="request"
        ReadRequest whole = ReadRequest.of(path);
        ReadRequest footer = ReadRequest.of(path, Range.last(64));
        // @end
        assertThat(whole.range()).isEmpty();
        assertThat(footer.range()).isPresent();
    }

    @Test
    void ring() throws IOException {
        // @start region="ring"
        try (FileRing ring = FileRing.open()) {
            byte[] all = ring.read(path);
            byte[] header = ring.read(path, 0, 512);
            List<byte[]> parts = ring.readRanges(path, List.of(new Range(0, 512), Range.last(32)));
            use(all, header, parts);
        }
        // @end
        assertThat(used).hasSize(3);
    }

    @Test
    void builder() throws IOException {
        // @start region="builder"
        try (FileRing ring = FileRing.builder()
                .inFlight(128) // files read at once
                .rings(1) // io_urings, each with a reaper thread
                .memory(16 << 20) // bytes of buffers
                .quarantine(16) // reads given up that the kernel may keep
                .mergeGap(16 << 10) // bytes between ranges that are read as one
                .cachedReads(true) // warm files on the caller's thread
                .engine(EnginePolicy.AUTOMATIC) // io_uring, or a thread pool where there is none
                .closeDeadline(Duration.ofSeconds(5))
                .open()) {
            use(ring.read(path));
        }
        // @end
        assertThat(used).hasSize(1);
    }

    @Test
    void backend() {
        // @start region="backend"
        Backend backend = ring.backend();
        if (!backend.isRing()) {
            System.err.println("Reads are slower: " + backend.reason().orElse("")
                    + ". Remedy: " + backend.remedy().orElse("none"));
        }
        // @end
        assertThat(backend.details()).isNotEmpty();
    }

    /** What the snippets do with what they have read. */
    private void use(Object... results) {
        used.addAll(List.of(results));
    }

    @Test
    void read() throws IOException {
        // @start region="read"
        byte[] all = ring.read(path);
        // @end
        assertThat(all).hasSize(100_000);
    }

    @Test
    void readPart() throws IOException {
        // @start region="readPart"
        byte[] header = ring.read(path, 0, 512);
        // @end
        assertThat(header).hasSize(512);
    }

    @Test
    void readRanges() throws IOException {
        // @start region="readRanges"
        List<byte[]> parts = ring.readRanges(path, List.of(new Range(0, 512), Range.last(32)));
        // @end
        assertThat(parts).extracting(part -> part.length).containsExactly(512, 32);
    }

    @Test
    void readArena() throws IOException {
        // @start region="readArena"
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment all = ring.read(path, arena);
            use(all.byteSize(), all.get(ValueLayout.JAVA_BYTE, 0));
        }
        // @end
        assertThat(used).containsExactly(100_000L, (byte) 0);
    }

    @Test
    void readSegment() throws IOException {
        // @start region="readSegment"
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment page = arena.allocate(4096);
            use(ring.read(path, 8192, page)); // 4096, or fewer at the end of the file
        }
        // @end
        assertThat(used).containsExactly(4096L);
    }

    @Test
    void deadline() throws IOException {
        // @start region="deadline"
        FileReads quick = ring.within(Duration.ofSeconds(2));
        try {
            use(quick.read(path));
        } catch (ReadDeadlineException e) {
            System.err.println(e.getMessage()); // which file, and what it waited for
        }
        // @end
        assertThat(used).hasSize(1);
    }

    @Test
    void open() throws IOException {
        // @start region="open"
        try (RingFile file = ring.open(path)) {
            long size = file.size();
            use(file.read(size - 100, 100)); // from any number of threads
        }
        // @end
        assertThat(used).hasSize(1);
    }

    @Test
    void openRanges() throws IOException {
        try (RingFile file = ring.open(path)) {
            // @start region="openRanges"
            List<byte[]> parts = file.readRanges(List.of(new Range(0, 4096), new Range(65_536, 4096)));
            // @end
            assertThat(parts).extracting(part -> part.length).containsExactly(4096, 4096);
        }
    }

    @Test
    void openSegment() throws IOException {
        try (RingFile file = ring.open(path);
                Arena arena = Arena.ofConfined()) {
            // @start region="openSegment"
            MemorySegment page = arena.allocate(4096);
            long count = file.read(8192, page);
            // @end
            assertThat(count).isEqualTo(4096);
        }
    }

    @Test
    void openWithin() throws IOException {
        try (RingFile file = ring.open(path)) {
            // @start region="openWithin"
            byte[] header = file.within(Duration.ofMillis(500)).read(0, 512);
            // @end
            assertThat(header).hasSize(512);
        }
    }

    @Test
    void statistics() throws IOException {
        ring.read(path);
        // @start region="statistics"
        RingStatistics statistics = ring.statistics();
        long reads = statistics.cachedReads() + statistics.ringReads() + statistics.fallbackReads();
        // @end
        assertThat(reads).isPositive();
        assertThat(statistics.bytes()).isGreaterThanOrEqualTo(100_000);
    }

    @Test
    void readsUnderWay() {
        // @start region="readsUnderWay"
        for (ReadUnderWay read : ring.readsUnderWay()) {
            System.out.println(read); // "/data/file: in the kernel, for 12.345 s, thread #42"
        }
        // @end
        assertThat(ring.readsUnderWay()).isEmpty();
    }

    @Test
    void jmx() throws Exception {
        // @start region="jmx"
        try (FileRing watched = FileRing.builder().jmx("pages").open()) {
            FileRingMXBean bean = JMX.newMXBeanProxy(
                    ManagementFactory.getPlatformMBeanServer(),
                    new ObjectName("io.github.heddle:type=FileRing,name=pages"),
                    FileRingMXBean.class);
            watched.read(path);
            System.out.println(bean.getEngine() + ": " + bean.getBytes() + " bytes, now " + bean.readsUnderWay());
        }
        // @end
        assertThat(ManagementFactory.getPlatformMBeanServer().queryNames(new ObjectName("io.github.heddle:*"), null))
                .isEmpty();
    }

    @Test
    void completions() throws IOException {
        List<Path> paths = List.of(path, path.resolveSibling("missing"), path);
        long total = 0;
        List<Throwable> failures = new ArrayList<>();
        // @start region="completions"
        try (Completions completions = ring.completions(paths.stream().map(ReadRequest::of))) {
            while (completions.hasNext()) {
                ReadResult result = completions.next(); // whichever is there first
                if (result.failure().isPresent()) {
                    failures.add(result.failure().get());
                } else {
                    total += result.bytes().length;
                }
            }
        }
        // @end
        assertThat(total).isEqualTo(200_000);
        assertThat(failures).singleElement().isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void result() {
        ReadRequest request = ReadRequest.of(path.resolveSibling("missing"));
        String said;
        try (Completions completions = ring.completions(Stream.of(request))) {
            // @start region="result"
            ReadResult result = completions.next();
            try {
                said = result.bytes().length + " bytes";
            } catch (IOException e) { // what reading has thrown
                said = result.request().path().getFileName() + " failed";
            }
            // @end
        }
        assertThat(said).isEqualTo("missing failed");
    }

    @Test
    void groups() throws IOException {
        long total = 0;
        // @start region="groups"
        List<ReadRequest> column = List.of(
                ReadRequest.of(path, new Range(0, 4096)), // the parts of one thing, wanted together
                ReadRequest.of(path, Range.last(64)));
        try (Groups groups = ring.groups(Stream.of(column, column), GroupOrder.READ_AHEAD)) {
            while (groups.hasNext()) {
                for (ReadResult part : groups.next()) {
                    total += part.bytes().length;
                }
            }
        }
        // @end
        assertThat(total).isEqualTo(2 * (4096 + 64));
    }

    @Test
    void order() throws IOException {
        // @start region="order"
        Deque<List<ReadRequest>> next = new ArrayDeque<>(List.of(List.of(ReadRequest.of(path, new Range(0, 2)))));
        Stream<List<ReadRequest>> source = Stream.iterate(next, deque -> !deque.isEmpty(), deque -> deque)
                .map(Deque::removeFirst);
        try (Groups groups = ring.groups(source, GroupOrder.BARRIER)) {
            while (groups.hasNext()) {
                byte[] bytes = groups.next().getFirst().bytes();
                if (bytes.length == 2) { // what the first group brought decides on the second
                    next.add(List.of(ReadRequest.of(path, new Range(100 + bytes[0], 10))));
                }
            }
        }
        // @end
        assertThat(next).isEmpty();
    }

    private static Path text(String name) throws IOException {
        return Files.writeString(directory.resolve(name), "first line\nsecond line\n");
    }

    @Test
    void files() throws IOException {
        // @start region="files"
        byte[] page = RingFiles.readAllBytes(path); // instead of Files.readAllBytes
        if (RingFiles.exists(path)) {
            try (InputStream in = RingFiles.newInputStream(path)) {
                byte[] start = in.readNBytes(512);
                // @end
                assertThat(start).hasSize(512);
                // @start region="files"
            }
        }
        // @end
        assertThat(page).hasSize(100_000);
    }

    @Test
    void readAllBytes() throws IOException {
        // @start region="readAllBytes"
        byte[] page = RingFiles.readAllBytes(path);
        // @end
        assertThat(page).hasSize(100_000);
    }

    @Test
    void readString() throws IOException {
        Path path = text("readString");
        // @start region="readString"
        String text = RingFiles.readString(path);
        // @end
        assertThat(text).isEqualTo("first line\nsecond line\n");
    }

    @Test
    void readStringCharset() throws IOException {
        Path path = text("readStringCharset");
        // @start region="readStringCharset"
        String text = RingFiles.readString(path, StandardCharsets.ISO_8859_1);
        // @end
        assertThat(text).isEqualTo("first line\nsecond line\n");
    }

    @Test
    void readAllLines() throws IOException {
        Path path = text("readAllLines");
        // @start region="readAllLines"
        List<String> lines = RingFiles.readAllLines(path);
        // @end
        assertThat(lines).containsExactly("first line", "second line");
    }

    @Test
    void readAllLinesCharset() throws IOException {
        Path path = text("readAllLinesCharset");
        // @start region="readAllLinesCharset"
        List<String> lines = RingFiles.readAllLines(path, StandardCharsets.ISO_8859_1);
        // @end
        assertThat(lines).containsExactly("first line", "second line");
    }

    @Test
    void lines() throws IOException {
        Path path = text("lines");
        // @start region="lines"
        try (Stream<String> lines = RingFiles.lines(path)) {
            long longer = lines.filter(line -> line.length() > 10).count();
            // @end
            assertThat(longer).isEqualTo(1);
        }
    }

    @Test
    void linesCharset() throws IOException {
        Path path = text("linesCharset");
        // @start region="linesCharset"
        try (Stream<String> lines = RingFiles.lines(path, StandardCharsets.ISO_8859_1)) {
            List<String> firsts = lines.limit(1).toList();
            // @end
            assertThat(firsts).containsExactly("first line");
        }
    }

    @Test
    void newBufferedReader() throws IOException {
        Path path = text("newBufferedReader");
        // @start region="newBufferedReader"
        try (BufferedReader reader = RingFiles.newBufferedReader(path)) {
            String first = reader.readLine();
            // @end
            assertThat(first).isEqualTo("first line");
        }
    }

    @Test
    void newBufferedReaderCharset() throws IOException {
        Path path = text("newBufferedReaderCharset");
        // @start region="newBufferedReaderCharset"
        try (BufferedReader reader = RingFiles.newBufferedReader(path, StandardCharsets.ISO_8859_1)) {
            String first = reader.readLine();
            // @end
            assertThat(first).isEqualTo("first line");
        }
    }

    @Test
    void newInputStream() throws IOException {
        Path path = text("newInputStream");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        // @start region="newInputStream"
        try (InputStream in = RingFiles.newInputStream(path)) {
            in.transferTo(out);
        }
        // @end
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("first line\nsecond line\n");
    }

    @Test
    void newByteChannel() throws IOException {
        // @start region="newByteChannel"
        ByteBuffer page = ByteBuffer.allocate(4096);
        try (SeekableByteChannel channel = RingFiles.newByteChannel(path)) {
            channel.position(8192).read(page);
        }
        // @end
        assertThat(page.position()).isEqualTo(4096);
    }

    @Test
    void newByteChannelSet() throws IOException {
        // @start region="newByteChannelSet"
        try (SeekableByteChannel channel = RingFiles.newByteChannel(path, Set.of(LinkOption.NOFOLLOW_LINKS))) {
            long size = channel.size();
            // @end
            assertThat(size).isEqualTo(100_000);
        }
    }

    @Test
    void size() throws IOException {
        // @start region="size"
        long size = RingFiles.size(path);
        // @end
        assertThat(size).isEqualTo(100_000);
    }

    @Test
    void exists() {
        // @start region="exists"
        boolean there = RingFiles.exists(path);
        boolean surelyNot = RingFiles.notExists(path);
        // @end
        assertThat(there).isTrue();
        assertThat(surelyNot).isFalse();
    }

    @Test
    void kinds() {
        // @start region="kinds"
        boolean file = RingFiles.isRegularFile(path);
        boolean directory = RingFiles.isDirectory(path);
        boolean link = RingFiles.isSymbolicLink(path);
        // @end
        assertThat(file).isTrue();
        assertThat(directory || link).isFalse();
    }

    @Test
    void getLastModifiedTime() throws IOException {
        // @start region="getLastModifiedTime"
        FileTime changed = RingFiles.getLastModifiedTime(path);
        // @end
        assertThat(changed).isEqualTo(Files.getLastModifiedTime(path));
    }

    @Test
    void readAttributes() throws IOException {
        // @start region="readAttributes"
        BasicFileAttributes attributes = RingFiles.readAttributes(path, BasicFileAttributes.class);
        long size = attributes.size();
        FileTime changed = attributes.lastModifiedTime();
        // @end
        assertThat(size).isEqualTo(100_000);
        assertThat(changed).isEqualTo(Files.getLastModifiedTime(path));
    }

    @Test
    void readAttributesNames() throws IOException {
        // @start region="readAttributesNames"
        Map<String, Object> attributes = RingFiles.readAttributes(path, "size,isDirectory");
        // @end
        assertThat(attributes).containsOnly(Map.entry("size", 100_000L), Map.entry("isDirectory", false));
    }

    @Test
    void toRealPath() throws IOException {
        // @start region="toRealPath"
        Path real = RingFiles.toRealPath(path);
        // @end
        assertThat(real).isEqualTo(path.toRealPath());
    }

    @Test
    void backendOfFiles() {
        // @start region="backendOfFiles"
        Backend backend = RingFiles.backend();
        System.out.println(backend.kind() + backend.reason().map(reason -> ": " + reason).orElse(""));
        // @end
        assertThat(backend.details()).isNotEmpty();
    }

    @Test
    void statisticsOfFiles() throws IOException {
        // @start region="statisticsOfFiles"
        RingFiles.readAllBytes(path);
        RingStatistics statistics = RingFiles.statistics();
        System.out.println(statistics.cachedReads() + " reads of " + statistics.bytes() + " bytes were warm");
        // @end
        assertThat(statistics.bytes()).isGreaterThanOrEqualTo(100_000);
    }

    @Test
    void readsUnderWayOfFiles() {
        // @start region="readsUnderWayOfFiles"
        RingFiles.readsUnderWay().forEach(System.out::println);
        // @end
        assertThat(RingFiles.readsUnderWay()).isEmpty();
    }
}
