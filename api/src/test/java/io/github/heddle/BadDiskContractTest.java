package io.github.heddle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Local file systems on a disk of which some blocks cannot be read, and one that does not answer. */
class BadDiskContractTest extends ContractSuite {

    private static final int HANGING = 8;
    private static final int MIB = 1 << 20;
    private static final int MIDDLE = MIB / 2;
    private static final String FAILURE = "java.io.IOException: Input/output error";
    private static final byte[] CONTENT = bytes(MIB);
    private static final List<Integer> SIZES = List.of(100, 4096, 65_536, 65_537, 300_000, MIB);

    @TempDir
    static Path shared;

    private static final Map<Type, BadDisk> DISKS = new EnumMap<>(Type.class);

    enum Type {
        EXT4,
        XFS;

        /** Of each size there is a good file, one with a bad block at its start and one with a bad block at its end. */
        BadDisk disk() throws Exception {
            BadDisk disk = DISKS.get(this);
            if (disk == null) {
                Map<String, byte[]> files = new LinkedHashMap<>();
                for (int size : SIZES) {
                    for (String name : List.of("good-", "bad-start-", "bad-end-")) {
                        files.put(name + size, Arrays.copyOf(CONTENT, size));
                    }
                }
                files.put("bad-middle", CONTENT);
                for (int i = 0; i < HANGING; i++) {
                    files.put("hang-" + i, Arrays.copyOf(CONTENT, 4096));
                }
                disk = new BadDisk(Files.createDirectory(shared.resolve(name())), name().toLowerCase(Locale.ROOT), files);
                DISKS.put(this, disk);
                for (int size : SIZES) {
                    disk.fail("bad-start-" + size, 0);
                    disk.fail("bad-end-" + size, size - 1);
                }
                disk.fail("bad-middle", MIDDLE);
                for (int i = 0; i < HANGING; i++) {
                    disk.hang("hang-" + i, 0);
                }
            }
            return disk;
        }
    }

    BadDiskContractTest(Setup setup) {
        super(setup);
    }

    @AfterAll
    static void unmount() throws Exception {
        try {
            for (BadDisk disk : DISKS.values()) {
                disk.close();
            }
        } finally {
            DISKS.clear();
        }
    }

    @ParameterizedTest
    @EnumSource
    void blocksThatCannotBeRead_failAsInTheJdk(Type type) throws Exception {
        BadDisk disk = type.disk();
        for (int size : SIZES) {
            Path good = disk.file("good-" + size);
            check.same(good);
            assertThat(ring.read(good)).isEqualTo(Arrays.copyOf(CONTENT, size));
            for (String name : List.of("bad-start-" + size, "bad-end-" + size)) {
                disk.dropPages(name);
                check.same(disk.file(name));
                assertFails(() -> ring.read(disk.file(name)));
            }
        }
        assertNothingIsLost();
    }

    @ParameterizedTest
    @EnumSource
    void readThatFailsMidway_failsInEveryKindOfRead(Type type) throws Exception {
        BadDisk disk = type.disk();
        Path bad = disk.file("bad-middle");
        disk.dropPages("bad-middle");
        check.same(bad);
        for (int i = 0; i < 2; i++) { // the second time what can be read is in memory
            assertFails(() -> ring.read(bad, MIDDLE - 10, 20));
            assertFails(() -> ring.read(bad, 10, MIDDLE));
            assertFails(() -> ring.readRanges(bad, List.of(new Range(0, 10), new Range(MIDDLE, 1), Range.last(10))));
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment segment = arena.allocate(MIB);
                assertFails(() -> ring.read(bad, 0, segment));
                assertFails(() -> ring.read(bad, arena));
            }
            try (RingFile file = ring.open(bad)) {
                assertFails(() -> file.read(MIDDLE, 1));
                assertThat(file.read(0, 4096)).isEqualTo(Arrays.copyOf(CONTENT, 4096));
                assertThat(file.read(MIB - 4096, 5000)).isEqualTo(Arrays.copyOfRange(CONTENT, MIB - 4096, MIB));
            }
            try (InputStream stream = new FilesMirror(ring).newInputStream(bad)) {
                assertThat(stream.readNBytes(100_000)).isEqualTo(Arrays.copyOf(CONTENT, 100_000));
                assertFails(stream::readAllBytes);
            }
            check.same(bad, 0, 100_000);
            check.same(bad, MIB - 100_000, 200_000);
        }
        assertNothingIsLost();
    }

    @ParameterizedTest
    @EnumSource
    void goodFilesBesideBadOnes_areReadWhateverFails(Type type) throws Exception {
        BadDisk disk = type.disk();
        List<Outcome.Pending> good = new ArrayList<>();
        List<Outcome.Pending> bad = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            good.add(Outcome.start(() -> ring.read(disk.file("good-1048576"))));
            bad.add(Outcome.start(() -> ring.read(disk.file("bad-middle"))));
            bad.add(Outcome.start(() -> ring.read(disk.file("bad-end-4096"))));
            if (i % 10 == 0) {
                disk.dropPages("good-1048576");
            }
        }
        for (Outcome.Pending read : good) {
            assertThat(read.await().bytes()).isEqualTo(CONTENT);
        }
        for (Outcome.Pending read : bad) {
            assertThat(read.await()).hasToString(FAILURE);
        }
        assertNothingIsLost();
    }

    /** The kernel has such a read in its hands: nothing cancels it, and its memory is the kernel's. */
    @Test
    void diskThatDoesNotAnswer_holdsNobodyUpAndIsLeft() throws Exception {
        BadDisk disk = Type.EXT4.disk();
        try (FileRing other = setup.open(FileRing.builder().closeDeadline(Duration.ofMillis(300)))) {
            Hanging hanging = new Hanging(other);
            for (int i = 0; i < HANGING; i++) {
                Path path = disk.file("hang-" + i);
                hanging.start(() -> other.read(path));
            }
            hanging.awaitBegun(0);
            assertThatThrownBy(() -> other.within(Duration.ofMillis(20)).read(disk.file("hang-0")))
                    .isInstanceOf(ReadDeadlineException.class);
            for (int size : SIZES) {
                disk.dropPages("good-" + size);
                assertThat(other.read(disk.file("good-" + size))).isEqualTo(Arrays.copyOf(CONTENT, size));
            }
            assertThat(other.closeAndCount()).isBetween(HANGING, HANGING + 1); // the one that was given up, too
            hanging.assertAllTurnedAway();
        } finally {
            disk.server().release();
            for (int i = 0; i < HANGING; i++) {
                assertThat(Files.readAllBytes(disk.file("hang-" + i))).hasSize(4096); // after those that were left
                disk.dropPages("hang-" + i);
            }
            disk.server().hold();
        }
    }

    private static void assertFails(ThrowingCallable read) {
        assertThatThrownBy(read).isExactlyInstanceOf(IOException.class).hasMessage("Input/output error");
    }

    /** Whoever was told has already left: what it had is home a moment later. */
    private void assertNothingIsLost() {
        int neighbours = ring.backend().isRing() && !setup.isCached() ? 1 : 0;
        while (ring.statistics().inFlight() > neighbours) {
            Thread.onSpinWait();
        }
        assertThat(ring.statistics().quarantined()).isZero();
    }
}
