package io.github.heddle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.heddle.ReadUnderWay.Stage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who asks on what a program hangs is told the path, and who has it. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(SkipReason.class)
class ReadsUnderWayTest {

    @TempDir
    Path directory;

    private final List<FutureTask<byte[]>> readings = new ArrayList<>();

    private Thread reader(FileRing ring, Path path) {
        FutureTask<byte[]> reading = new FutureTask<>(() -> ring.read(path));
        readings.add(reading);
        return Thread.ofVirtual().start(reading);
    }

    private static ReadUnderWay await(FileRing ring, Predicate<ReadUnderWay> wanted) {
        while (true) {
            for (ReadUnderWay read : ring.readsUnderWay()) {
                if (wanted.test(read)) {
                    return read;
                }
            }
            Thread.onSpinWait();
        }
    }

    private static ReadUnderWay await(FileRing ring, Path path, Stage stage) {
        return await(ring, read -> read.path().equals(path.toString()) && read.stage() == stage);
    }

    private boolean allAreDone() {
        return readings.stream().allMatch(FutureTask::isDone);
    }

    @ParameterizedTest
    @CsvSource({"LIBURING,true", "LIBURING,false", "SYSTEM_CALLS,false"})
    void ring_tellsWhatIsInTheKernelAndWhoIsInLine(Engines engine, boolean cached) throws Exception {
        Fifo pipe = Fifo.make(directory.resolve("pipe"));
        Path behind = Files.write(directory.resolve("behind"), new byte[10]);
        Tools.dropPages(behind);
        try (FileRing ring = engine.open(FileRing.builder().inFlight(1).cachedReads(cached))) {
            Thread hanging = reader(ring, pipe.path());
            ReadUnderWay inKernel = await(ring, pipe.path(), Stage.IN_KERNEL);
            assertThat(inKernel.threadId()).hasValue(hanging.threadId());
            Thread waiting = reader(ring, pipe.path());
            ReadUnderWay inLine = await(ring, pipe.path(), Stage.IN_LINE_FOR_RING);
            assertThat(inLine.threadId()).hasValue(waiting.threadId());
            assertThat(inLine).hasToString("%s: in line for the ring, for %.3f s, thread #%d"
                    .formatted(pipe.path(), inLine.age().toNanos() / 1e9, waiting.threadId()));
            List<ReadUnderWay> both = ring.readsUnderWay();
            assertThat(both).extracting(ReadUnderWay::stage).containsExactly(Stage.IN_KERNEL, Stage.IN_LINE_FOR_RING);
            assertThat(both.getFirst().age()).isGreaterThanOrEqualTo(both.getLast().age()).isGreaterThan(inKernel.age());

            pipe.letGoUntil(this::allAreDone);
            assertThat(ring.read(behind)).hasSize(10);
            assertThat(ring.readsUnderWay()).isEmpty();
        }
    }

    @Test
    void pool_tellsWhatItsThreadsDoAndWhoIsInLine() throws Exception {
        Fifo pipe = Fifo.make(directory.resolve("pipe"));
        try (FileRing ring = Engines.THREADS.open()) {
            Thread first = reader(ring, pipe.path());
            assertThat(await(ring, pipe.path(), Stage.IN_POOL).threadId()).hasValue(first.threadId());
            for (int i = 1; i < BlockingThreads.MOST_OF_ONE_MOUNT; i++) {
                reader(ring, pipe.path());
            }
            while (ring.readsUnderWay().stream().filter(read -> read.stage() == Stage.IN_POOL).count() < BlockingThreads.MOST_OF_ONE_MOUNT) {
                Thread.onSpinWait();
            }
            Thread last = reader(ring, pipe.path());
            ReadUnderWay inLine = await(ring, pipe.path(), Stage.IN_LINE_FOR_POOL);
            assertThat(inLine.threadId()).hasValue(last.threadId());
            assertThat(ring.readsUnderWay()).hasSize(BlockingThreads.MOST_OF_ONE_MOUNT + 1)
                    .last()
                    .returns(inLine.threadId(), ReadUnderWay::threadId);
            pipe.letGoUntil(this::allAreDone);
            assertThat(ring.readsUnderWay()).isEmpty();
        }
    }

    @Test
    void threadDump_leadsFromTheCallerToItsPath() throws Exception {
        Fifo pipe = Fifo.make(directory.resolve("pipe"));
        Path file = directory.resolve("dump");
        try (FileRing ring = Engines.LIBURING.open(FileRing.builder().inFlight(1));
                FileRing pool = Engines.THREADS.open()) {
            Thread inKernel = reader(ring, pipe.path());
            await(ring, pipe.path(), Stage.IN_KERNEL);
            Thread inLine = reader(ring, pipe.path());
            await(ring, pipe.path(), Stage.IN_LINE_FOR_RING);
            Thread inPool = reader(pool, pipe.path());
            await(pool, pipe.path(), Stage.IN_POOL);
            for (Thread thread : List.of(inKernel, inLine, inPool)) {
                while (thread.getState() != Thread.State.WAITING) {
                    Thread.onSpinWait();
                }
            }
            Tools.run(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                    String.valueOf(ProcessHandle.current().pid()), "Thread.dump_to_file", file.toString());
            String dump = Files.readString(file);
            assertThat(threadOf(dump, inKernel)).contains("io.github.heddle.ring.Slot@", "io.github.heddle.FileRing.read(");
            assertThat(threadOf(dump, inLine)).contains("io.github.heddle.ring.SlotPool$Waiter@");
            assertThat(threadOf(dump, inPool)).contains("io.github.heddle.BlockingReads$Call@");
            assertThat(dump).containsPattern("\"heddle-blocking-\\d+ " + pipe.path() + "\"");
            pipe.letGoUntil(this::allAreDone);
        }
        assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName).noneMatch(name -> name.contains("pipe"));
    }

    private static String threadOf(String dump, Thread thread) {
        int start = dump.indexOf("#" + thread.threadId() + " ");
        return dump.substring(start, dump.indexOf("\n\n", start));
    }
}
