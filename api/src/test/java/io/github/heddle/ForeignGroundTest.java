package io.github.heddle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
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

    /** It has the other's point, and as a rule its number too. */
    @Test
    void foreignMountInTheOthersPlace_isNotEntered() throws Exception {
        Tools.run("mount", "-t", "tmpfs", "tmpfs", point.toString());
        Path known = Files.writeString(point.resolve("size-5000"), "known");
        for (int i = 0; i < 3; i++) {
            assertThat(ring.read(known)).asString().isEqualTo("known");
        }
        Tools.run("umount", point.toString());
        try (SlowFs slow = SlowFs.mount(point)) {
            slow.fallSilent();
            Hanging hanging = new Hanging(ring);
            int moreThanCarriers = 2 * Runtime.getRuntime().availableProcessors() + 2;
            for (int i = 0; i < moreThanCarriers; i++) {
                hanging.start(() -> ring.read(known));
            }
            hanging.awaitBegun(moreThanCarriers);
            slow.awake();
            hanging.assertAllGet(SlowFs.pattern(5000));
        }
    }

    @Test
    void mountThatIsReadWhileAnotherTakesItsPlace_isReadToItsEnd() throws Exception {
        Tools.run("mount", "-t", "tmpfs", "tmpfs", point.toString());
        Path file = Files.writeString(point.resolve("file"), "first");
        assertThat(ring.read(file)).asString().isEqualTo("first");
        Fifo silent = Fifo.make(point.resolve("silent"));
        Outcome.Pending underWay = Outcome.start(() -> ring.read(silent.path()));
        while (ring.statistics().inFlight() == 0) {
            Thread.onSpinWait();
        }
        try (FileChannel writer = FileChannel.open(silent.path(), StandardOpenOption.WRITE)) {
            Tools.run("umount", "--lazy", point.toString());
            Tools.run("mount", "-t", "tmpfs", "tmpfs", point.toString());
            Files.writeString(file, "second");
            for (int i = 0; i < 3; i++) {
                assertThat(ring.read(file)).asString().isEqualTo("second");
            }
            writer.write(ByteBuffer.wrap("of the first".getBytes(StandardCharsets.UTF_8)));
        }
        assertThat(underWay.await().bytes()).asString().isEqualTo("of the first");
        Tools.run("umount", point.toString());
    }

    /** Each lies on top of the one before. What was mounted when a read began is the least that it may see. */
    @Test
    void mountsThatComeWhileManyRead_areSeenByEveryReadThatBeginsThen() throws Exception {
        int all = 12;
        AtomicInteger mounted = new AtomicInteger();
        AtomicBoolean ended = new AtomicBoolean();
        Path file = point.resolve("file");
        Files.writeString(file, "0");
        List<FutureTask<Long>> readers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            FutureTask<Long> reader = new FutureTask<>(() -> {
                long reads = 0;
                while (!ended.get()) {
                    int least = mounted.get();
                    int seen = Integer.parseInt(Files.readString(file));
                    int read = Integer.parseInt(new String(ring.read(file), StandardCharsets.UTF_8));
                    assertThat(read).isGreaterThanOrEqualTo(Math.max(least, seen)).isLessThanOrEqualTo(mounted.get() + 1);
                    reads++;
                }
                return reads;
            });
            readers.add(reader);
            Thread.ofVirtual().start(reader);
        }
        Path made = Files.createDirectory(directory.resolve("made"));
        try {
            for (int i = 1; i <= all; i++) {
                Tools.run("mount", "-t", "tmpfs", "tmpfs", made.toString());
                Files.writeString(made.resolve("file"), String.valueOf(i));
                Tools.run("mount", "--bind", made.toString(), point.toString());
                mounted.set(i);
                Tools.run("umount", "--lazy", made.toString());
                assertThat(ring.read(file)).asString().isEqualTo(String.valueOf(i));
            }
            ended.set(true);
            for (FutureTask<Long> reader : readers) {
                assertThat(reader.get()).isPositive();
            }
        } finally {
            ended.set(true);
            for (int i = mounted.get(); i > 0; i--) {
                Tools.run("umount", "--lazy", point.toString());
            }
        }
    }

    @Test
    void readsUnderWay_holdOneDescriptorOfTheirMount() throws Exception {
        Tools.run("mount", "-t", "tmpfs", "tmpfs", point.toString());
        List<Fifo> pipes = Fifo.make(point, 20);
        List<Outcome.Pending> reads = new ArrayList<>();
        for (Fifo pipe : pipes) {
            reads.add(Outcome.start(() -> ring.read(pipe.path())));
            while (ring.statistics().inFlight() < reads.size()) {
                Thread.onSpinWait();
            }
        }
        assertThat(descriptorsOf(point)).isEqualTo(1);
        for (Fifo pipe : pipes) {
            pipe.write("end");
        }
        for (Outcome.Pending read : reads) {
            assertThat(read.await().bytes()).asString().isEqualTo("end");
        }
        while (descriptorsOf(point) > 0) {
            Thread.onSpinWait(); // the ring lets go of it after the reader has its answer
        }
        Tools.run("umount", point.toString());
    }

    private static long descriptorsOf(Path path) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.filter(link -> leadsTo(link, path)).count();
        }
    }

    private static boolean leadsTo(Path link, Path path) {
        try {
            return Files.readSymbolicLink(link).equals(path);
        } catch (IOException e) {
            return false; // closed meanwhile
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
