package io.github.heddle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.channels.AsynchronousCloseException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Mounts: known ones are read through the ring, foreign ones never, and none is kept from being unmounted. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(SkipReason.class)
class ForeignGroundTest {

    @TempDir
    Path directory;

    private Path point;
    private final FileRing ring =
            Engines.LIBURING.open(FileRing.builder().closeDeadline(Duration.ofSeconds(30)));

    @BeforeEach
    void needsRoot() throws Exception {
        assumeTrue(Tools.isRoot(), "needs root, to mount");
        point = Files.createDirectory(directory.resolve("mount"));
    }

    @AfterEach
    void unmountAndClose() throws Exception {
        ring.close();
        if (Tools.isRoot()) {
            new ProcessBuilder("umount", "-l", point.toString()).start().waitFor();
        }
    }

    @Test
    void ordinaryFile_takesTheRing() throws Exception {
        Path file = Files.write(directory.resolve("file"), new byte[1000]);
        assertThat(ring.read(file)).hasSize(1000);
        assertThat(ring.blockingReads()).isZero();
    }

    @Test
    void knownMountThatAppears_isReadThroughTheRingAndCanGo() throws Exception {
        for (String content : List.of("first", "second")) {
            Tools.run("mount", "-t", "tmpfs", "tmpfs", point.toString());
            Path file = Files.writeString(point.resolve("file"), content);
            Path link = directory.resolve("link-" + content);
            Files.createSymbolicLink(link, file);
            assertThat(ring.read(file)).asString().isEqualTo(content);
            assertThat(ring.read(file, 1, 3)).asString().isEqualTo(content.substring(1, 4));
            assertThat(ring.blockingReads()).as("blocking reads of a known mount").isEqualTo(content.equals("first") ? 0 : 1);
            assertThat(ring.read(link)).as("through a link that leaves its mount").asString().isEqualTo(content);
            Tools.run("umount", point.toString());
            assertThatThrownBy(() -> ring.read(file)).isInstanceOf(java.nio.file.NoSuchFileException.class);
        }
    }

    @Test
    void mountOnTopOfAnother_isTheOneThatIsRead() throws Exception {
        for (String content : List.of("below", "above")) {
            Tools.run("mount", "-t", "tmpfs", "tmpfs", point.toString());
            Files.writeString(point.resolve("file"), content);
            assertThat(ring.read(point.resolve("file"))).asString().isEqualTo(content);
        }
        Tools.run("umount", point.toString());
        assertThat(ring.read(point.resolve("file"))).asString().isEqualTo("below");
    }

    /** A rename takes the mounts below it along, and the kernel reports no change of the mount table. */
    @Test
    void directoryThatTakesThePlaceOfAMountsParent_isTheOneThatIsRead() throws Exception {
        Path parent = Files.createDirectory(directory.resolve("parent"));
        Path inner = Files.createDirectory(parent.resolve("mount"));
        Path away = directory.resolve("away");
        Tools.run("mount", "-t", "tmpfs", "tmpfs", inner.toString());
        try {
            Files.writeString(inner.resolve("file"), "mounted");
            Fifo silent = Fifo.make(inner.resolve("silent"));
            ring.read(inner.resolve("file")); // the mount is known now
            FutureTask<byte[]> underWay = new FutureTask<>(() -> ring.read(silent.path()));
            Thread.ofVirtual().start(underWay);
            while (ring.statistics().inFlight() == 0) {
                Thread.onSpinWait();
            }
            Files.move(parent, away);
            Files.createDirectories(inner);
            Files.writeString(inner.resolve("file"), "in its place");
            assertThat(ring.read(inner.resolve("file"))).asString().isEqualTo("in its place");
            assertThat(ring.read(inner.resolve("file"), 0, 5)).asString().isEqualTo("in it");
            assertThat(ring.read(away.resolve("mount/file"))).asString().isEqualTo("mounted");
            Tools.deleteTree(parent);
            Files.createDirectory(parent);
            Files.createSymbolicLink(inner, Files.createDirectory(away.resolve("mount/below")));
            Files.writeString(inner.resolve("file"), "below");
            assertThat(ring.read(inner.resolve("file"))).as("elsewhere on the same mount").asString().isEqualTo("below");
            Files.newOutputStream(away.resolve("mount/silent")).close(); // its open waits for the reader's
            assertThat(underWay.get()).isEmpty();
        } finally {
            new ProcessBuilder("umount", "-l", inner.toString()).start().waitFor();
            new ProcessBuilder("umount", "-l", away.resolve("mount").toString()).start().waitFor();
        }
    }

    @Test
    void singleFileThatIsMounted_isRead() throws Exception {
        Path source = Files.writeString(directory.resolve("source"), "mounted");
        Path target = Files.createFile(directory.resolve("target"));
        Tools.run("mount", "--bind", source.toString(), target.toString());
        try {
            assertThat(ring.read(target)).asString().isEqualTo("mounted");
        } finally {
            Tools.run("umount", target.toString());
        }
    }

    @Test
    void fuse_givesTrueBytesAndHoldsNobodyUp() throws Exception {
        try (SlowFs slow = SlowFs.mount(point)) {
            for (int size : new int[] {0, 1, 5_000, 65_536, 65_537, 200_000, 1_048_576}) {
                assertThat(ring.read(point.resolve("size-" + size))).as("%d bytes", size).isEqualTo(SlowFs.pattern(size));
            }
            assertThat(ring.read(point.resolve("short"))).isEqualTo(SlowFs.pattern(1 << 20));
            assertThat(ring.read(point.resolve("shrink"))).isEqualTo(SlowFs.pattern(4096));
            assertThat(ring.read(point.resolve("ok"), 70_000, 9)).containsExactly(SlowFs.pattern(70_000, 9));
            assertThatThrownBy(() -> ring.read(point.resolve("eio"))).hasMessage("Input/output error");
            assertThatThrownBy(() -> ring.read(point.resolve("none")))
                    .isInstanceOf(java.nio.file.NoSuchFileException.class);

            List<FutureTask<byte[]>> hanging = new ArrayList<>();
            for (String fault : List.of("hang-open", "hang-read", "hang-lookup")) {
                Path hung = point.resolve(fault);
                Path link = Files.createSymbolicLink(directory.resolve("link-to-" + fault), hung);
                for (Path path : List.of(hung, link)) {
                    FutureTask<byte[]> task = new FutureTask<>(() -> ring.read(path));
                    hanging.add(task);
                    Thread.ofVirtual().start(task);
                }
            }
            Path file = Files.write(directory.resolve("beside"), new byte[10_000]);
            for (int i = 0; i < 1000; i++) {
                assertThat(ring.read(file)).hasSize(10_000);
            }
            slow.release();
            for (FutureTask<byte[]> task : hanging) {
                assertThat(task.get()).isEqualTo(SlowFs.pattern(1 << 20));
            }
        }
    }

    @Test
    void fuse_isAskedForManyFilesAtOnce() throws Exception {
        Path inFlight = directory.resolve("in-flight");
        byte[] expected = SlowFs.pattern(1 << 20);
        List<FutureTask<Boolean>> reads = new ArrayList<>();
        try (SlowFs slow = SlowFs.mount(point, "--max-in-flight-file", inFlight.toString())) {
            for (int i = 0; i < 500; i++) {
                Path path = slow.file("slow-read-20@" + i);
                FutureTask<Boolean> read = new FutureTask<>(() -> Arrays.equals(ring.read(path), expected));
                reads.add(read);
                Thread.ofVirtual().start(read);
            }
            for (FutureTask<Boolean> read : reads) {
                assertThat(read.get()).as("byte for byte").isTrue();
            }
        }
        assertThat(Integer.parseInt(Files.readString(inFlight).strip())).as("reads in flight").isGreaterThanOrEqualTo(64);
    }

    @Test
    void closeWhileABlockingReadHangs_answersItsCaller() throws Exception {
        Fifo pipe = Fifo.make(directory.resolve("pipe"));
        FileRing other = FileRing.builder()
                .engine(EnginePolicy.THREADS)
                .closeDeadline(Duration.ofMillis(200))
                .open();
        FutureTask<byte[]> reading = new FutureTask<>(() -> other.read(pipe.path()));
        Thread.ofVirtual().start(reading);
        while (other.blockingReads() == 0) {
            Thread.onSpinWait();
        }
        other.close();
        assertThatThrownBy(reading::get).hasCauseInstanceOf(AsynchronousCloseException.class);
        pipe.letGo(); // the thread of the pool, unless the close was there before it
    }
}
