package io.github.heddle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Many reads that hang on one ground: those of other grounds are answered, and the ring can be closed. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(SkipReason.class)
@ParameterizedClass
@EnumSource(names = {"LIBURING", "SYSTEM_CALLS_CACHED", "THREADS_CACHED"})
class HangingGroundTest {

    private static final int HANGING = 64;
    private static final byte[] CONTENT = ContractSuite.bytes(100_000);

    private final Setup setup;
    private final FileRing ring;
    private final Hanging hanging;

    @TempDir
    Path directory;

    HangingGroundTest(Setup setup) {
        this.setup = setup;
        ring = setup.open(FileRing.builder().closeDeadline(Duration.ofMillis(400)));
        hanging = new Hanging(ring);
    }

    @AfterEach
    void close() {
        ring.close();
    }

    private SlowFs mount(String name) throws Exception {
        return SlowFs.mount(Files.createDirectory(directory.resolve(name)));
    }

    @Test
    void moreReadsThanThreads_leaveSomeToOtherMounts() throws Exception {
        try (SlowFs dead = mount("dead");
                SlowFs alive = mount("alive")) {
            int inLine = 72;
            int all = BlockingThreads.MOST_OF_ONE_MOUNT + inLine;
            for (int i = 0; i < all; i++) {
                Path path = dead.file((i % 2 == 0 ? "hang-read@" : "hang-open@") + i);
                hanging.start(() -> ring.read(path, 0, 10_000));
            }
            hanging.awaitBegun(all);
            assertThat(ring.statistics().waiting()).isEqualTo(inLine);

            assertThat(ring.read(alive.file("size-5000"))).isEqualTo(SlowFs.pattern(5000));
            assertThat(ring.read(Path.of("/proc/self/stat"))).isNotEmpty();
            assertThat(ring.read(Files.write(directory.resolve("file"), CONTENT))).isEqualTo(CONTENT);
            try (RingFile file = ring.open(alive.file("ok"))) {
                assertThat(file.read(70_000, 9)).isEqualTo(SlowFs.pattern(70_000, 9));
            }
            assertThatThrownBy(() -> ring.within(Duration.ofMillis(5)).read(dead.file("ok")))
                    .isInstanceOf(ReadDeadlineException.class)
                    .hasMessageContaining("in line for a thread");

            dead.release();
            hanging.assertAllGet(SlowFs.pattern(10_000));
            assertThat(ring.read(dead.file("size-5000"))).isEqualTo(SlowFs.pattern(5000));
        }
    }

    @Test
    void opensThatHang_holdNobodyUp() throws Exception {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            files.add(Files.write(directory.resolve("file-" + i), CONTENT));
        }
        try (SlowFs dead = mount("dead");
                SilentPipes pipes = new SilentPipes(directory, HANGING)) {
            hangOn(pipes);
            for (int i = 0; i < HANGING; i++) {
                Path path = dead.file("hang-open@" + i);
                hanging.start(() -> ring.read(path));
            }
            hanging.awaitBegun(HANGING);

            List<Outcome.Pending> others = new ArrayList<>();
            for (Path file : files) {
                Tools.dropPages(file);
                others.add(Outcome.start(() -> ring.read(file)));
            }
            for (Outcome.Pending other : others) {
                assertThat(other.await().bytes()).isEqualTo(CONTENT);
            }
            assertThat(hanging.areAllAnswered()).isFalse();
            dead.release();
            pipes.letGoUntil(hanging::areAllAnswered);
        }
    }

    @Test
    void close_answersAllAndTellsWhatItLeft() throws Exception {
        try (SlowFs dead = mount("dead")) {
            int all = BlockingThreads.MOST_OF_ONE_MOUNT + 10;
            for (int i = 0; i < all; i++) {
                Path path = dead.file("hang-read@" + i);
                hanging.start(() -> ring.read(path));
            }
            hanging.awaitBegun(all);
            assertThat(ring.closeAndCount()).isEqualTo(BlockingThreads.MOST_OF_ONE_MOUNT);
            hanging.assertAllTurnedAway();
            dead.release();
        }
        assertThat(ring.statistics().waiting()).isZero();
    }

    @Test
    void close_endsWhatTheRingCanCancelAndLeavesTheRest() throws Exception {
        try (SlowFs dead = mount("dead");
                SilentPipes pipes = new SilentPipes(directory, HANGING / 2)) {
            hangOn(pipes);
            for (int i = 0; i < HANGING / 2; i++) {
                Path path = dead.file("hang-open@" + i);
                hanging.start(() -> ring.read(path));
            }
            hanging.awaitBegun(HANGING / 2);
            assertThat(ring.closeAndCount()).isEqualTo(setup.engine() == Engines.THREADS ? HANGING : HANGING / 2);
            hanging.assertAllTurnedAway();
            dead.release();
            pipes.letGoUntil(() -> ring.statistics().inFlight() == 0);
        }
    }

    /** Every second name is in the kernel's memory: who opens such a pipe waits in its read. */
    private void hangOn(SilentPipes pipes) {
        for (int i = 0; i < pipes.paths().size(); i++) {
            Path path = pipes.paths().get(i);
            if (i % 2 == 0) {
                assertThat(path).exists();
            }
            hanging.start(() -> ring.read(path));
        }
    }
}
