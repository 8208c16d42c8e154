package io.github.heddle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What lies on tmpfs is in memory: it is read there, and nothing else is taken for it. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(SkipReason.class)
class ResidentGroundTest {

    private static final int MORE_THAN_CARRIERS = 2 * Runtime.getRuntime().availableProcessors() + 2;

    @TempDir
    Path directory;

    private Path point;
    private final FileRing ring = Engines.LIBURING.open();

    @BeforeEach
    void mount() throws Exception {
        assumeTrue(Tools.isRoot(), "needs root, to mount");
        assumeTrue(Files.readAllLines(Path.of("/proc/swaps")).size() == 1, "this machine has swap, so tmpfs may wait for it");
        point = Files.createDirectory(directory.resolve("mount"));
        Tools.run("mount", "-t", "tmpfs", "tmpfs", point.toString());
    }

    @AfterEach
    void unmountAndClose() throws Exception {
        ring.close();
        if (point != null) {
            Tools.run("umount", "--lazy", point.toString());
        }
    }

    private void assertNoneTookTheRing(long reads) {
        RingStatistics now = ring.statistics();
        assertThat(now.cachedReads()).isEqualTo(reads);
        assertThat(now.ringReads()).isZero();
        assertThat(now.fallbackReads()).isZero();
    }

    @Test
    void filesOfAnySize_areReadWithoutTheRing() throws Exception {
        List<Integer> sizes = List.of(0, 1, 4096, (64 << 10) - 1, 64 << 10, (64 << 10) + 1, 3_000_000);
        for (int size : sizes) {
            Path file = Files.write(point.resolve("size-" + size), ContractSuite.bytes(size));
            assertThat(ring.read(file)).isEqualTo(ContractSuite.bytes(size));
        }
        assertNoneTookTheRing(sizes.size());
    }

    @Test
    void partsAndOpenFiles_areReadWithoutTheRing() throws Exception {
        byte[] content = ContractSuite.bytes(1_000_000);
        Path file = Files.write(point.resolve("file"), content);
        assertThat(ring.read(file, 999_990, 100)).isEqualTo(Arrays.copyOfRange(content, 999_990, 1_000_000));
        assertThat(ring.read(file, 5, 300_000)).isEqualTo(Arrays.copyOfRange(content, 5, 300_005));
        assertThat(ring.read(file, 2_000_000, 1)).isEmpty();
        List<byte[]> ranges = ring.readRanges(file, List.of(new Range(900_000, 7), new Range(0, 200_000), Range.last(3)));
        assertThat(ranges.get(1)).isEqualTo(Arrays.copyOf(content, 200_000));
        FilesMirror mirror = new FilesMirror(ring);
        try (InputStream stream = mirror.newInputStream(file)) {
            assertThat(stream.readAllBytes()).isEqualTo(content);
        }
        try (SeekableByteChannel channel = mirror.newByteChannel(file)) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(100_000);
            channel.position(950_000);
            while (channel.read(buffer) > 0) {
                // until it ends
            }
            assertThat(buffer.flip()).isEqualTo(ByteBuffer.wrap(content, 950_000, 50_000).slice());
        }
        RingStatistics now = ring.statistics();
        assertThat(now.ringReads()).isZero();
        assertThat(now.fallbackReads()).isZero();
    }

    @Test
    void holesAreZeros() throws Exception {
        Path file = point.resolve("holes");
        try (SeekableByteChannel channel =
                Files.newByteChannel(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.position(500_000).write(ByteBuffer.wrap(new byte[] {1}));
        }
        byte[] expected = new byte[500_001];
        expected[500_000] = 1;
        assertThat(ring.read(file)).isEqualTo(expected);
        assertNoneTookTheRing(1);
    }

    @Test
    void silentPipes_holdNobodyUp() throws Exception {
        Path file = Files.writeString(point.resolve("file"), "content");
        List<Fifo> pipes = Fifo.make(point, MORE_THAN_CARRIERS);
        List<Outcome.Pending> reads = new ArrayList<>();
        for (Fifo pipe : pipes) {
            reads.add(Outcome.start(() -> ring.read(pipe.path())));
        }
        while (ring.statistics().inFlight() < pipes.size()) {
            Thread.onSpinWait();
        }
        assertThat(Outcome.of(() -> ring.read(file)).bytes()).asString().isEqualTo("content");
        for (int i = 0; i < pipes.size(); i++) {
            pipes.get(i).write("from " + i);
            assertThat(reads.get(i).await().bytes()).asString().isEqualTo("from " + i);
        }
    }

    @Test
    void devicesAndDirectories_areReadAsInTheJdk() throws Exception {
        assumeTrue(Tools.has("mknod"), "needs mknod, to make devices");
        Path nothing = point.resolve("null");
        Tools.run("mknod", nothing.toString(), "c", "1", "3");
        Path zeros = point.resolve("zero");
        Tools.run("mknod", zeros.toString(), "c", "1", "5");
        assertThat(ring.read(nothing)).isEmpty();
        assertThat(ring.read(zeros, 7, 10)).isEqualTo(new byte[10]);
        assertThat(Outcome.of(() -> ring.read(point.resolve("."))))
                .isEqualTo(Outcome.of(() -> Files.readAllBytes(point.resolve("."))));
        assertThat(ring.statistics().cachedReads()).as("of what is no ordinary file").isZero();
    }

    @Test
    void linkToAnotherMount_leadsThere() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "elsewhere");
        Path link = Files.createSymbolicLink(point.resolve("link"), file);
        assertThat(ring.read(link)).asString().isEqualTo("elsewhere");
        assertThat(ring.statistics().cachedReads()).isZero();
        assertThat(ring.statistics().fallbackReads()).isEqualTo(1);
    }

    @Test
    void fuseBehindALink_holdsNobodyUp() throws Exception {
        Path file = Files.writeString(point.resolve("file"), "content");
        try (SlowFs slow = SlowFs.mount(Files.createDirectory(directory.resolve("slow")))) {
            Hanging hanging = new Hanging(ring);
            for (int i = 0; i < MORE_THAN_CARRIERS; i++) {
                Path link = Files.createSymbolicLink(point.resolve("link-" + i), slow.file("hang-open@" + i));
                hanging.start(() -> ring.read(link, 0, 10_000));
            }
            hanging.awaitBegun(MORE_THAN_CARRIERS);
            assertThat(Outcome.of(() -> ring.read(file)).bytes()).asString().isEqualTo("content");
            slow.release();
            hanging.assertAllGet(SlowFs.pattern(10_000));
        }
    }
}
