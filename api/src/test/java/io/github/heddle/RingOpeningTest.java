package io.github.heddle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.heddle.ring.Engine;
import io.github.heddle.ring.EngineStoppedException;
import io.github.heddle.ring.ErrnoException;
import io.github.heddle.ring.GivenUpException;
import io.github.heddle.ring.Parking;
import io.github.heddle.ring.Patience;
import io.github.heddle.ring.kernel.KernelEngines;
import io.github.heddle.ring.kernel.PathCalls;
import io.github.heddle.ring.kernel.RingUnavailable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A ring whose opening takes as long as the test wants. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(SkipReason.class)
class RingOpeningTest {

    private static final String TEXT = "text";

    @TempDir
    Path directory;

    private final CountDownLatch making = new CountDownLatch(1);
    private final CountDownLatch mayMake = new CountDownLatch(1);
    private final CompletableFuture<Engine> made = new CompletableFuture<>();

    private Path file;

    @BeforeEach
    void needsARing() throws Exception {
        Engines.SYSTEM_CALLS.open().close();
        file = Files.writeString(directory.resolve("file"), TEXT);
    }

    @AfterEach
    void letOthersEnd() {
        mayMake.countDown();
    }

    private FileRing.Builder slowly() {
        return FileRing.builder().cachedReads(false).maker(this::makeSlowly);
    }

    private KernelEngines makeSlowly(int rings, int inFlight, int reserve, long memory, boolean liburing) throws RingUnavailable {
        making.countDown();
        Parking.uninterruptibly(mayMake::await);
        KernelEngines kernel = KernelEngines.open(rings, inFlight, reserve, memory, liburing);
        made.complete(kernel.group().next());
        return kernel;
    }

    @Test
    void readsBeforeTheEnd_takeThePoolAndLaterOnesTheRing() throws Exception {
        try (FileRing ring = slowly().open();
                RingFile early = ring.open(file)) {
            assertThat(ring.read(file)).asString().isEqualTo(TEXT);
            assertThat(ring.read(file, 1, 2)).asString().isEqualTo("ex");
            assertThat(ring.statistics().fallbackReads()).isEqualTo(2);
            assertThat(new FilesMirror(ring).size(file)).isEqualTo(TEXT.length());

            mayMake.countDown();
            assertThat(ring.backend().isRing()).isTrue();
            assertThat(ring.read(file)).asString().isEqualTo(TEXT);
            assertThat(early.read(0, 100)).asString().isEqualTo(TEXT);
            assertThat(ring.statistics().ringReads()).isEqualTo(1);
        }
    }

    @Test
    void backendAndIterators_waitForTheEndWhateverInterrupts() throws Exception {
        try (FileRing ring = slowly().open()) {
            List<FutureTask<Boolean>> waits = new ArrayList<>();
            List<Thread> waiting = new ArrayList<>();
            for (Runnable wait : List.<Runnable>of(ring::backend, () -> ring.completions(Stream.of()).close(),
                    () -> ring.groups(Stream.of(), GroupOrder.BARRIER).close())) {
                FutureTask<Boolean> task = new FutureTask<>(() -> {
                    wait.run();
                    return Thread.currentThread().isInterrupted();
                });
                waits.add(task);
                waiting.add(Thread.ofVirtual().start(task));
            }
            for (Thread thread : waiting) {
                untilWaiting(thread);
                thread.interrupt();
            }
            assertThat(waits).noneMatch(FutureTask::isDone);
            mayMake.countDown();
            for (FutureTask<Boolean> wait : waits) {
                assertThat(wait.get()).as("interrupt status").isTrue();
            }
        }
    }

    @Test
    void close_waitsForTheEndAndClosesTheEngine() throws Exception {
        FileRing ring = slowly().open();
        FutureTask<Void> closing = new FutureTask<>(ring::close, null);
        Thread closer = Thread.ofVirtual().start(closing);
        untilWaiting(closer);
        ring.close();
        assertThatThrownBy(() -> ring.read(file)).isInstanceOf(IllegalStateException.class);
        mayMake.countDown();
        closing.get();
        assertStopped(made.get());
    }

    @Test
    void closeThatDoesNotWaitSoLong_leavesNoEngine() throws Exception {
        FileRing ring = slowly().closeDeadline(Duration.ZERO).open();
        making.await();
        ring.close();
        ring.close();
        assertThat(made).isNotDone();
        mayMake.countDown();
        Engine engine = made.get();
        while (reads(engine)) {
            Thread.onSpinWait();
        }
        assertStopped(engine);
        assertThat(ring.backend().isRing()).isTrue();
    }

    @Test
    void closeAtOnce_leavesNoEngine() throws Exception {
        mayMake.countDown();
        slowly().open().close();
        assertStopped(made.get());
    }

    @Test
    void openingThatFails_isToldAndThePoolReads() throws Exception {
        for (boolean cached : new boolean[] {false, true}) {
            try (FileRing ring = FileRing.builder()
                    .cachedReads(cached)
                    .maker((rings, inFlight, reserve, memory, liburing) -> {
                        throw new IllegalStateException("for the test");
                    })
                    .open()) {
                assertThat(ring.backend().isRing()).isFalse();
                assertThat(ring.backend().reason())
                        .hasValueSatisfying(reason -> assertThat(reason).contains("for the test"));
                assertThat(ring.read(file)).asString().isEqualTo(TEXT);
                RingStatistics now = ring.statistics();
                assertThat(now.cachedReads()).isEqualTo(cached ? 1 : 0);
                assertThat(now.fallbackReads()).isEqualTo(cached ? 0 : 1);
            }
        }
    }

    @Test
    void builderThatChanges_isNotHeeded() throws Exception {
        FileRing.Builder builder = slowly();
        try (FileRing ring = builder.open()) {
            builder.engine(EnginePolicy.THREADS).cachedReads(true);
            mayMake.countDown();
            assertThat(ring.backend().isRing()).isTrue();
            ring.read(file);
            assertThat(ring.statistics().ringReads()).isEqualTo(1);
        }
    }

    private static void untilWaiting(Thread thread) {
        while (thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
    }

    private void assertStopped(Engine engine) {
        assertThatThrownBy(() -> read(engine)).isInstanceOf(EngineStoppedException.class);
    }

    private boolean reads(Engine engine) throws Exception {
        try {
            read(engine);
            return true;
        } catch (EngineStoppedException e) {
            return false;
        }
    }

    private void read(Engine engine) throws ErrnoException, EngineStoppedException, GivenUpException {
        Engine.Target target = new Engine.Target(PathCalls.AT_FDCWD, PathBytes.of(file.toString()), 0);
        engine.read(target, () -> -1, Patience.ENDLESS);
    }
}
