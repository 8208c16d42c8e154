package io.github.heddle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Reads with a deadline: what hangs is given up, told clearly, and does not hold up the others. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(SkipReason.class)
@ParameterizedClass
@EnumSource
class DeadlineTest {

    private static final int IN_FLIGHT = 4;
    private static final int QUARANTINE = 2;

    private final Setup setup;
    private final FileRing ring;

    @TempDir
    Path directory;

    DeadlineTest(Setup setup) {
        this.setup = setup;
        ring = setup.open(FileRing.builder().inFlight(IN_FLIGHT).quarantine(QUARANTINE));
    }

    @AfterEach
    void close() {
        ring.close();
    }

    @Test
    void silentPipe_isGivenUpAndNamed() throws Exception {
        Fifo pipe = Fifo.make(directory.resolve("pipe"));
        Path file = Files.write(directory.resolve("file"), new byte[100_000]);
        // More than there are places, one after the other: none of them keeps its place for good.
        for (int i = 0; i < 3 * (IN_FLIGHT + QUARANTINE); i++) {
            assertThatThrownBy(() -> ring.within(Duration.ofMillis(5)).read(pipe.path()))
                    .isInstanceOf(ReadDeadlineException.class)
                    .hasMessageContaining(pipe.path().toString())
                    .hasMessageContaining("not read within PT0.005S");
            assertThat(ring.read(file)).hasSize(100_000);
        }
        pipe.letGoUntil(this::isIdle);
    }

    private boolean isIdle() {
        RingStatistics now = ring.statistics();
        return now.quarantined() == 0 && now.inFlight() == 0;
    }

    @Test
    void callerInLine_isGivenUpAsWell() throws Exception {
        Fifo pipe = Fifo.make(directory.resolve("pipe"));
        List<FutureTask<byte[]>> hanging = new ArrayList<>();
        int places = setup.engine() == Engines.THREADS ? BlockingThreads.MOST_OF_ONE_MOUNT : IN_FLIGHT;
        for (int i = 0; i < places; i++) {
            FutureTask<byte[]> task = new FutureTask<>(() -> ring.read(pipe.path()));
            hanging.add(task);
            Thread.ofVirtual().start(task);
        }
        while (ring.statistics().inFlight() < places) {
            Thread.onSpinWait();
        }
        assertThatThrownBy(() -> ring.within(Duration.ofMillis(5)).read(pipe.path()))
                .isInstanceOf(ReadDeadlineException.class)
                .hasMessageContaining("in line");
        pipe.letGoUntil(() -> hanging.stream().allMatch(FutureTask::isDone));
        for (FutureTask<byte[]> task : hanging) {
            assertThat(task.get()).isEmpty();
        }
    }

    @Test
    void hangingFileSystem_isGivenUpByEveryKindOfRead() throws Exception {
        try (SlowFs slow = SlowFs.mount(Files.createDirectory(directory.resolve("mount")))) {
            FileReads quick = ring.within(Duration.ofMillis(50));
            for (String fault : List.of("hang-lookup", "hang-open", "hang-read")) {
                Path path = slow.file(fault);
                assertGivenUp(() -> quick.read(path));
                assertGivenUp(() -> quick.read(path, 10, 10));
                assertGivenUp(() -> quick.readRanges(path, List.of(new Range(0, 10), Range.last(10))));
                try (Arena arena = Arena.ofConfined()) {
                    MemorySegment segment = arena.allocate(100);
                    assertGivenUp(() -> quick.read(path, 0, segment));
                    assertGivenUp(() -> quick.read(path, arena));
                }
            }
            try (RingFile file = ring.open(slow.file("hang-read"))) {
                assertGivenUp(() -> file.within(Duration.ofMillis(50)).read(0, 10));
            }
            // In time is in time.
            assertThat(ring.within(Duration.ofMinutes(1)).read(slow.file("size-5000"))).isEqualTo(SlowFs.pattern(5000));
            slow.release();
        }
    }

    private static void assertGivenUp(org.assertj.core.api.ThrowableAssert.ThrowingCallable read) {
        assertThatThrownBy(read).isInstanceOf(ReadDeadlineException.class);
    }

    @Test
    void fileClosedWhileItIsRead_answersTheReaderAndStaysClosed() throws Exception {
        try (SlowFs slow = SlowFs.mount(Files.createDirectory(directory.resolve("mount")))) {
            RingFile file = ring.open(slow.file("hang-read"));
            FutureTask<byte[]> reading = new FutureTask<>(() -> file.read(0, 10));
            Thread reader = Thread.ofVirtual().start(reading);
            while (reader.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            file.close();
            assertThatThrownBy(reading::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(ClosedChannelException.class);
            assertThatThrownBy(() -> file.read(0, 10)).isInstanceOf(ClosedChannelException.class);
            file.close();
            slow.release();
        }
    }

    @Test
    void openFileOfAClosedRing_isNotReadThroughIt() throws Exception {
        Path path = Files.write(directory.resolve("file"), new byte[100_000]);
        RingFile file = ring.open(path);
        ring.close();
        if (!setup.isCached() || setup.engine() == Engines.THREADS) {
            assertThatThrownBy(() -> file.read(0, 10)).isInstanceOf(AsynchronousCloseException.class);
        }
        file.close();
    }
}
