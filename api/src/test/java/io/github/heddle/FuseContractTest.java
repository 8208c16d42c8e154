package io.github.heddle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file system that a process serves, and not always well. */
class FuseContractTest extends ContractSuite {

    private static final List<Integer> SIZES = List.of(0, 1, 5_000, 65_536, 65_537, 200_000, 1_048_576, 1_048_577);

    @TempDir
    static Path shared;

    private static @Nullable SlowFs uncached;
    private static @Nullable SlowFs cached;

    /** A file whose first reads fail is another file each time. */
    private static int files;

    FuseContractTest(Setup setup) {
        super(setup);
    }

    private static SlowFs fuse() throws Exception {
        if (uncached == null) {
            uncached = SlowFs.mount(Files.createDirectory(shared.resolve("uncached")));
        }
        return uncached;
    }

    private static SlowFs cachedFuse() throws Exception {
        if (cached == null) {
            cached = SlowFs.mount(Files.createDirectory(shared.resolve("cached")), "--cached");
        }
        return cached;
    }

    @AfterAll
    static void unmount() throws Exception {
        for (SlowFs mounted : new SlowFs[] {uncached, cached}) {
            if (mounted != null) {
                mounted.close();
            }
        }
    }

    @Test
    void filesThatAreNotCached_areReadByteForByte() throws Exception {
        assertSizes(fuse());
    }

    @Test
    void filesThatAreCached_areReadByteForByte() throws Exception {
        assertSizes(cachedFuse());
    }

    private void assertSizes(SlowFs fuse) throws Exception {
        for (int size : SIZES) {
            Path file = fuse.file("size-" + size);
            check.same(file);
            assertThat(ring.read(file)).isEqualTo(SlowFs.pattern(size));
            check.same(file, 4_000, 70_000);
        }
        check.same(fuse.file("ok"), 1_000_000, 100_000);
        check.same(fuse.file("ok"), 2_000_000, 100_000);
        check.same(fuse.file("ok/below"));
        check.same(fuse.file(""));
        check.same(Files.createSymbolicLink(directory.resolve("link"), fuse.file("size-5000")));
    }

    @Test
    void shortReadsAndSizesThatAreWrong_areReadToTheTrueEnd() throws Exception {
        SlowFs fuse = fuse();
        for (String fault : List.of("short", "shrink", "slow-open-5", "slow-read-5")) {
            check.same(fuse.file(fault));
            check.same(fuse.file(fault), 500, 10_000);
        }
        assertThat(ring.read(fuse.file("short"))).isEqualTo(SlowFs.pattern(1 << 20));
        assertThat(ring.read(fuse.file("shrink"))).isEqualTo(SlowFs.pattern(4096));
    }

    @Test
    void failures_areThoseOfTheJdk() throws Exception {
        SlowFs fuse = fuse();
        for (String fault : List.of("eio", "none", "enoent-race", "n".repeat(256), "size-x")) {
            check.same(fuse.file(fault));
            check.same(fuse.file(fault), 500, 10_000);
        }
    }

    @Test
    void interruptedSystemCalls_areMadeAgain() throws Exception {
        SlowFs fuse = fuse();
        for (int times : List.of(1, 2, 50)) {
            check.sameEach("EINTR " + times + " times", () -> fuse.file("eintr-" + times + "@" + files++));
        }
        assertThat(ring.read(fuse.file("eintr-5@" + files++))).isEqualTo(SlowFs.pattern(1 << 20));
    }

    @Test
    void bytesThatAreNotThereYet_areWaitedForWhereTheJdkTakesThemForTheEnd() throws Exception {
        SlowFs fuse = fuse();
        assertThat(Files.readAllBytes(fuse.file("eagain"))).as("is the row still true?").isEmpty();
        for (int times : List.of(1, 2, 50)) {
            check.differs(fuse.file("eagain-" + times + "@" + files++), SlowFs.pattern(1 << 20));
            Path part = fuse.file("eagain-" + times + "@" + files++);
            check.differs(() -> ring.read(part, 70_000, 9), SlowFs.pattern(70_000, 9));
        }
    }

    @Test
    void interruptOfASlowRead_leavesItsBytesAndTheStatus() throws Exception {
        SlowFs fuse = fuse();
        check.bothHold(reader -> {
            Path file = fuse.file("slow-read-5");
            Outcome.Pending read = Outcome.start(() -> reader.read(file));
            read.thread().interrupt();
            Outcome outcome = read.await();
            assertThat(outcome.bytes()).isEqualTo(SlowFs.pattern(1 << 20));
            assertThat(outcome.isInterrupted()).isTrue();
        });
    }

    @Test
    void serverThatDies_failsWhatIsInFlightAndWhatComes() throws Exception {
        Path point = Files.createDirectory(directory.resolve("dying"));
        SlowFs dying = SlowFs.mount(point);
        try {
            Hanging reads = new Hanging(ring);
            for (int i = 0; i < 20; i++) {
                Path path = dying.file((i % 2 == 0 ? "hang-read@" : "hang-open@") + i);
                reads.start(() -> ring.read(path));
            }
            reads.awaitBegun(20);
            dying.kill();
            reads.assertAllFail(failure -> assertThat(failure)
                    .containsAnyOf("Software caused connection abort", "Transport endpoint is not connected"));
            check.same(dying.file("ok"));
            check.same(dying.file("ok"), 500, 10_000);
            assertThatThrownBy(() -> ring.read(dying.file("ok"))).hasMessageContaining("Transport endpoint is not connected");
        } finally {
            Tools.run("umount", "--lazy", point.toString());
        }
    }
}
