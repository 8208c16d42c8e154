package io.github.heddle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a flight recording is told, with the recorder of this JVM and that of a child. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(SkipReason.class)
class RecordingTest {

    private static final int SIZE = 100_000;

    @TempDir
    Path directory;

    @FunctionalInterface
    private interface Act {
        void run() throws Exception;
    }

    /** {@return the events of that name that the act made, all of them} */
    private List<RecordedEvent> all(String name, Act act) throws Exception {
        return recorded(name, recording -> recording.enable(name(name)).withoutThreshold(), act);
    }

    private List<RecordedEvent> recorded(String name, Consumer<Recording> settings, Act act) throws Exception {
        Path file = Files.createTempFile(directory, "recording", ".jfr");
        try (Recording recording = new Recording()) {
            settings.accept(recording);
            recording.start();
            act.run();
            recording.stop();
            recording.dump(file);
        }
        return events(file, name);
    }

    private static List<RecordedEvent> events(Path recording, String name) throws Exception {
        return RecordingFile.readAllEvents(recording).stream()
                .filter(event -> event.getEventType().getName().equals(name(name)))
                .toList();
    }

    private static List<String> namesIn(Path recording) throws Exception {
        return RecordingFile.readAllEvents(recording).stream()
                .map(event -> event.getEventType().getName())
                .toList();
    }

    private static String name(String name) {
        return "io.github.heddle." + name;
    }

    private Path file() throws Exception {
        return Files.write(directory.resolve("file"), ContractSuite.bytes(SIZE));
    }

    private static void assertRead(RecordedEvent read, Path path, String way, long bytes) {
        assertThat(read.getString("path")).isEqualTo(path.toString());
        assertThat(read.getString("way")).isEqualTo(way);
        assertThat(read.getLong("bytesRead")).isEqualTo(bytes);
        assertThat(read.getString("failure")).isNull();
        Duration waited = read.getDuration("queueTime").plus(read.getDuration("deviceTime"));
        assertThat(waited.isZero()).as("that nothing was waited for").isEqualTo(way.equals("memory") || way.equals("JDK"));
        assertThat(read.getThread().isVirtual()).isEqualTo(Thread.currentThread().isVirtual());
    }

    @Test
    void reads_tellTheirWay() throws Exception {
        Path file = file();
        try (FileRing memory = Engines.LIBURING.open();
                FileRing ring = Engines.LIBURING.open(FileRing.builder().cachedReads(false));
                FileRing pool = Engines.THREADS.open(FileRing.builder().cachedReads(false))) {
            List<RecordedEvent> reads = all("FileRead", () -> {
                memory.read(file);
                ring.read(file);
                pool.read(file);
                memory.read(Path.of(URI.create("jrt:/java.base/module-info.class")));
            });
            assertThat(reads).hasSize(4);
            assertRead(reads.get(0), file, "memory", SIZE);
            assertRead(reads.get(1), file, "ring", SIZE);
            assertRead(reads.get(2), file, "pool", SIZE);
            assertThat(reads.get(3).getString("way")).isEqualTo("JDK");
            assertThat(all("FileRead", () -> {})).as("without a read").isEmpty();
        }
    }

    @Test
    void eachCallThatReads_isOneEventAndWhatIsNoReadIsNone() throws Exception {
        Path file = file();
        try (FileRing ring = Engines.LIBURING.open();
                Arena arena = Arena.ofConfined()) {
            FilesMirror files = new FilesMirror(ring);
            MemorySegment segment = arena.allocate(10);
            List<RecordedEvent> reads = all("FileRead", () -> {
                ring.read(file, 10, 20);
                ring.readRanges(file, List.of(new Range(0, 10), Range.last(20)));
                ring.read(file, arena);
                ring.read(file, 5, segment);
                ring.within(Duration.ofMinutes(1)).read(file);
                try (RingFile open = ring.open(file)) {
                    open.size();
                    open.read(0, 7);
                    open.readRanges(List.of(new Range(0, 4), new Range(SIZE, 4)));
                    open.read(SIZE, segment);
                }
                try (InputStream stream = files.newInputStream(file)) {
                    stream.read();
                }
                try (SeekableByteChannel channel = files.newByteChannel(file)) {
                    channel.position(3).read(ByteBuffer.allocate(11));
                    channel.size();
                    channel.position(SIZE).read(ByteBuffer.allocate(11));
                }
                files.size(file);
                files.exists(file);
            });
            assertThat(reads).extracting(read -> read.getLong("bytesRead"))
                    .startsWith(20L, 30L, (long) SIZE, 10L, (long) SIZE, 7L, 4L, 0L)
                    .endsWith(11L, 0L)
                    .hasSize(11);
            assertThat(reads).allSatisfy(read -> assertThat(read.getString("path")).isEqualTo(file.toString()));
        }
    }

    @Test
    void opens_areToldWhereTheFileStaysOpen() throws Exception {
        Path file = file();
        try (FileRing ring = Engines.LIBURING.open(FileRing.builder().cachedReads(false));
                FileRing pool = Engines.THREADS.open()) {
            List<RecordedEvent> opens = all("FileOpen", () -> {
                ring.open(file).close();
                new FilesMirror(pool).newInputStream(file).close();
                assertThatThrownBy(() -> ring.open(directory.resolve("missing"))).isInstanceOf(NoSuchFileException.class);
                ring.readRanges(file, List.of(new Range(0, 10)));
            });
            assertThat(opens).extracting(open -> open.getString("way")).containsExactly("ring", "pool", "ring");
            assertThat(opens.get(2).getString("failure")).contains("NoSuchFileException", "missing");
        }
    }

    @Test
    void readsThatFail_sayWhyAndWhatTheyWaitedFor() throws Exception {
        Fifo pipe = Fifo.make(directory.resolve("pipe"));
        Duration time = Duration.ofMillis(30);
        for (Engines engine : Engines.values()) {
            FileRing.Builder oneAtATime = FileRing.builder().inFlight(1).quarantine(0);
            try (FileRing ring = engine.open(oneAtATime)) {
                List<RecordedEvent> reads = all("FileRead", () -> {
                    assertThatThrownBy(() -> ring.read(directory.resolve("missing"))).isInstanceOf(NoSuchFileException.class);
                    assertThatThrownBy(() -> ring.within(time).read(pipe.path())).isInstanceOf(ReadDeadlineException.class);
                });
                assertThat(reads).hasSize(2);
                assertThat(reads.getFirst().getString("failure")).contains("NoSuchFileException", "missing");
                RecordedEvent late = reads.getLast();
                assertThat(late.getString("failure")).contains("ReadDeadlineException", pipe.path().toString());
                assertThat(late.getString("way")).isEqualTo(engine == Engines.THREADS ? "pool" : "ring");
                assertThat(late.getDuration("deviceTime")).isGreaterThanOrEqualTo(time.dividedBy(2));
                assertThat(late.getLong("bytesRead")).isZero();
                pipe.letGoUntil(() -> ring.statistics().inFlight() == 0);
            }
        }
    }

    @Test
    void callerInLine_hasQueueTime() throws Exception {
        Path file = file();
        try (FileRing ring = Engines.LIBURING.open(FileRing.builder().inFlight(1).cachedReads(false));
                Neighbour neighbour = Neighbour.on(ring, directory)) {
            assertThat(neighbour).isNotNull();
            Duration time = Duration.ofMillis(30);
            RecordedEvent read = all("FileRead", () -> assertThatThrownBy(() -> ring.within(time).read(file))
                            .isInstanceOf(ReadDeadlineException.class))
                    .getFirst();
            assertThat(read.getString("way")).isEqualTo("ring");
            assertThat(read.getDuration("queueTime")).isGreaterThanOrEqualTo(time.dividedBy(2));
            assertThat(read.getDuration("deviceTime")).isZero();
        }
    }

    @Test
    void byDefault_onlySlowReadsAreTold() throws Exception {
        Path file = file();
        Fifo pipe = Fifo.make(directory.resolve("pipe"));
        try (FileRing ring = Engines.LIBURING.open()) {
            List<RecordedEvent> reads = recorded("FileRead", recording -> recording.enable(name("FileRead")), () -> {
                // Far above the threshold: a virtual machine's processors need not agree on the recorder's clock.
                assertThatThrownBy(() -> ring.within(Duration.ofMillis(300)).read(pipe.path()))
                        .isInstanceOf(ReadDeadlineException.class);
                for (int i = 0; i < 1000; i++) {
                    ring.read(file);
                }
            });
            assertThat(reads).extracting(read -> read.getString("path")).contains(pipe.path().toString());
            assertThat(reads).allSatisfy(read -> assertThat(read.getDuration()).isGreaterThanOrEqualTo(Duration.ofMillis(20)));
            pipe.letGoUntil(() -> ring.statistics().quarantined() == 0);
        }
        List<RecordedEvent> off = recorded("FileRead", recording -> recording.disable(name("FileRead")), () -> {
            try (FileRing ring = FileRing.open()) {
                ring.read(file);
            }
        });
        assertThat(off).isEmpty();
    }

    @Test
    void start_isTold() throws Exception {
        RecordedEvent start = all("RingStart", () -> Engines.SYSTEM_CALLS.open(FileRing.builder().rings(2)).close()).getFirst();
        assertThat(start.getString("engine")).isEqualTo("io_uring by system calls");
        assertThat(start.getInt("rings")).isEqualTo(2);
        assertThat(start.getString("details")).contains("rings=2");
        assertThat(start.getDuration("openingTime")).isPositive();
        assertThat(all("Fallback", () -> Engines.SYSTEM_CALLS.open().close())).isEmpty();
    }

    @Test
    void fallbackOfAChild_isTold() throws Exception {
        assumeTrue(Tools.has("python3"), "python3 is missing: install it, it runs deny_uring.py");
        Engines.SYSTEM_CALLS.open().close();
        Path file = file();
        Path recording = directory.resolve("child.jfr");
        List<String> behind = List.of("python3", Path.of("src/test/faults/deny_uring.py").toString(), "--errno", "EPERM");
        List<String> options = List.of("-Xlog:jfr*=off", "-XX:StartFlightRecording:settings=default,filename=" + recording
                + ",io.github.heddle.FileRead#threshold=0ms");
        // In one of some hundreds of fresh JVMs the recorder of JDK 25 loses events of a class that has just become known to
        // it: the first, or all that are short. So there are three JVMs, one after the other, and one has to have them all.
        boolean complete = false;
        for (int i = 0; i < 3 && !complete; i++) {
            assertThat(Child.run(SomeReads.class, Child.classPath(), behind, options, List.of(file.toString())))
                    .contains("read: " + SIZE);
            complete = namesIn(recording).containsAll(List.of(name("RingStart"), name("Fallback"), name("FileRead")));
        }
        assertThat(events(recording, "RingStart")).singleElement().satisfies(start -> {
            assertThat(start.getString("engine")).isEqualTo("thread pool");
            assertThat(start.getInt("rings")).isZero();
        });
        assertThat(events(recording, "Fallback")).singleElement().satisfies(fallback -> {
            assertThat(fallback.getString("reason")).contains("io_uring_setup failed with EPERM (1)");
            assertThat(fallback.getString("remedy")).contains("seccomp");
        });
        assertThat(events(recording, "FileRead")).isNotEmpty()
                .allSatisfy(read -> assertThat(read.getLong("bytesRead")).isEqualTo(SIZE));
    }

    @Test
    void ringThatBreaks_isTold() throws Exception {
        assumeTrue(!"off".equals(System.getProperty("heddle.io_uring")), "io_uring is switched off");
        Path file = file();
        Path recorded = directory.resolve("broken.jfr");
        try (Recording recording = new Recording()) {
            recording.enable(name("RingFailure"));
            recording.enable(name("Fallback"));
            recording.enable(name("FileRead")).withoutThreshold();
            recording.start();
            try (FileRing ring = FileRing.builder()
                    .cachedReads(false)
                    .maker((rings, inFlight, reserve, memory, liburing) -> BrokenRingTest.doomed())
                    .open()) {
                ring.backend();
                ring.read(file);
                ring.read(file);
            }
            recording.dump(recorded);
        }
        assertThat(events(recorded, "RingFailure")).singleElement()
                .satisfies(failure -> assertThat(failure.getString("cause")).contains("the ring broke", "for the test"));
        assertThat(events(recorded, "Fallback")).singleElement()
                .satisfies(fallback -> assertThat(fallback.getString("reason")).contains("the ring broke", "for the test"));
        assertThat(events(recorded, "FileRead")).extracting(read -> read.getString("way")).containsExactly("pool", "pool");
    }

    /** What a child does. */
    static final class SomeReads {

        private SomeReads() {}

        public static void main(String[] arguments) throws Exception {
            try (FileRing ring = FileRing.open()) {
                ring.backend();
                for (int i = 0; i < 3; i++) {
                    System.out.println("read: " + ring.read(Path.of(arguments[0])).length);
                }
            }
        }
    }
}
