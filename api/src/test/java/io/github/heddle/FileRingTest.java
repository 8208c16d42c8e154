package io.github.heddle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@link Files#readAllBytes} answers, every engine answers: the same bytes, or the same class and message. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(SkipReason.class)
@ParameterizedClass
@EnumSource
class ContractTest {

    private final Engines engine;
    private final FileRing ring;

    @TempDir
    Path directory;

    ContractTest(Engines engine) {
        this.engine = engine;
        ring = engine.open();
    }

    @AfterEach
    void close() {
        ring.close();
    }

    @Test
    void backend_isTheOneAskedFor() {
        assertThat(ring.backend().kind().name()).isEqualTo(engine.name());
        assertThat(ring.backend().isRing()).isEqualTo(engine != Engines.THREADS);
        assertThat(ring.backend().reason().isPresent()).isEqualTo(engine == Engines.THREADS);
    }

    @Test
    void whatCannotBeRead_failsAsInTheJdk() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "text");
        Path dangling = Files.createSymbolicLink(directory.resolve("dangling"), directory.resolve("nowhere"));
        Path loop = Files.createSymbolicLink(directory.resolve("loop"), directory.resolve("loop"));
        Path socket = directory.resolve("socket");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            List<Path> paths = List.of(
                    directory.resolve("missing"),
                    Path.of("missing-and-relative"),
                    dangling,
                    loop,
                    directory,
                    Path.of(""),
                    Path.of("/"),
                    Path.of("/proc"),
                    file.resolve("below-a-file"),
                    directory.resolve("n".repeat(256)),
                    directory.resolve("d/".repeat(2500)),
                    socket,
                    Path.of("/proc/self/nothing"));
            for (Path path : paths) {
                assertSame(path);
            }
        }
    }

    @Test
    void whatIsNoOrdinaryFile_isReadAsInTheJdk() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "text");
        List<Path> paths = List.of(
                Files.createFile(directory.resolve("empty")),
                Files.createSymbolicLink(directory.resolve("absolute-link"), file),
                Files.createSymbolicLink(directory.resolve("relative-link"), Path.of("file")),
                Files.writeString(directory.resolve(" a b\tc\nd"), "white"),
                Files.writeString(directory.resolve("ä€𝄞"), "not ascii"),
                directory.resolve("../" + directory.getFileName() + "/./file"),
                Path.of("/dev/null"),
                Path.of("/proc/version"),
                Path.of("/sys/kernel/mm/transparent_hugepage/enabled"),
                Path.of("pom.xml"));
        for (Path path : paths) {
            assertSame(path);
        }
        assertThat(ring.read(Path.of("/proc/sys/kernel/pid_max"))).asString().matches("\\d{4,}\n");
    }

    @Test
    void nameThatIsNoUtf8_isFoundByItsBytes() throws Exception {
        Process made = new ProcessBuilder("sh", "-c", "printf bytes > \"$(printf 'a\\377b')\"")
                .directory(directory.toFile())
                .start();
        assertThat(made.waitFor()).isZero();
        List<Path> paths;
        try (var listing = Files.list(directory)) {
            paths = listing.toList();
        }
        assertThat(paths).hasSize(1);
        assertSame(paths.getFirst());
    }

    private void assertSame(Path path) {
        Outcome expected = Outcome.of(() -> Files.readAllBytes(path));
        Outcome actual = Outcome.of(() -> ring.read(path));
        assertThat(actual).as("%s on %s", path, engine).isEqualTo(expected);
    }

    private record Outcome(String bytesOrFailure) {
        static Outcome of(java.util.concurrent.Callable<byte[]> read) {
            FutureTask<byte[]> task = new FutureTask<>(read);
            Thread.ofVirtual().start(task);
            try {
                return new Outcome(Arrays.toString(task.get()));
            } catch (ExecutionException e) {
                return new Outcome(String.valueOf(e.getCause()));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    void sizesAroundEveryBoundary_comeBackByteForByte() throws Exception {
        int buffer = 64 << 10;
        for (int size : new int[] {0, 1, 8191, 8192, 8193, buffer - 1, buffer, buffer + 1, 9 * buffer + 1, 5 << 20}) {
            byte[] bytes = new byte[size];
            new Random(size).nextBytes(bytes);
            Path file = Files.write(directory.resolve("size-" + size), bytes);
            assertThat(ring.read(file)).as("%d bytes", size).isEqualTo(bytes);
            for (long offset : new long[] {0, 1, size / 2, size, size + 1L, 1L << 62, Long.MAX_VALUE}) {
                for (int length : new int[] {0, 1, buffer, size, size + 1}) {
                    int from = (int) Math.min(offset, size);
                    byte[] expected = Arrays.copyOfRange(bytes, from, (int) Math.min((long) from + length, size));
                    assertThat(ring.read(file, offset, length))
                            .as("%d bytes at %d of %d", length, offset, size)
                            .isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void pipe_isReadToItsEnd() throws Exception {
        Path pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        byte[] bytes = new byte[300_000];
        new Random(1).nextBytes(bytes);
        FutureTask<byte[]> reading = new FutureTask<>(() -> ring.read(pipe));
        Thread.ofVirtual().start(reading);
        try (OutputStream writer = Files.newOutputStream(pipe)) {
            writer.write(bytes);
        }
        assertThat(reading.get()).isEqualTo(bytes);
    }

    @Test
    void pathOfAZip_isReadThere() throws Exception {
        Path zip = directory.resolve("a.zip");
        try (FileSystem files = FileSystems.newFileSystem(zip, java.util.Map.of("create", "true"))) {
            Files.writeString(files.getPath("/inside"), "zipped");
        }
        try (FileSystem files = FileSystems.newFileSystem(zip)) {
            assertThat(ring.read(files.getPath("/inside"))).asString().isEqualTo("zipped");
            assertThat(ring.read(files.getPath("/inside"), 2, 3)).asString().isEqualTo("ppe");
            assertThatThrownBy(() -> ring.read(files.getPath("/outside"))).isInstanceOf(NoSuchFileException.class);
        }
    }

    @Test
    void badArguments_areNamed() {
        Path path = directory.resolve("file");
        assertThatThrownBy(() -> ring.read(nothing())).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> ring.read(nothing(), 0, 1)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> ring.read(path, -1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("offset -1");
        assertThatThrownBy(() -> ring.read(path, 0, -7))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("length -7");
    }

    @SuppressWarnings("NullAway") // what a caller without null checks does
    private static Path nothing() {
        return null;
    }

    @Test
    void readAfterClose_isRefused() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "text");
        ring.close();
        ring.close();
        assertThatThrownBy(() -> ring.read(file))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void oneMissingAmongTenThousand_failsAlone() throws Exception {
        byte[] bytes = new byte[1000];
        List<Path> paths = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            paths.add(Files.write(directory.resolve("file-" + i), bytes));
        }
        int failures = 0;
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<byte[]>> reads = new ArrayList<>();
            for (int i = 0; i < 10_000; i++) {
                Path path = i == 4321 ? directory.resolve("missing") : paths.get(i % paths.size());
                reads.add(executor.submit(() -> ring.read(path)));
            }
            for (Future<byte[]> read : reads) {
                try {
                    assertThat(read.get()).hasSize(1000);
                } catch (ExecutionException e) {
                    assertThat(e.getCause()).isInstanceOf(NoSuchFileException.class);
                    failures++;
                }
            }
        }
        assertThat(failures).isEqualTo(1);
    }

    @Test
    void interruptBeforeTheRead_staysSet() throws Exception {
        Path file = Files.write(directory.resolve("file"), new byte[200_000]);
        FutureTask<Boolean> reading = new FutureTask<>(() -> {
            Thread.currentThread().interrupt();
            assertThat(ring.read(file)).hasSize(200_000);
            return Thread.currentThread().isInterrupted();
        });
        Thread.ofVirtual().start(reading);
        assertThat(reading.get()).isTrue();
    }

    @Test
    void failureWhileReading_namesOperationErrnoAndOffset() throws IOException {
        assertThatThrownBy(() -> ring.read(directory))
                .isInstanceOf(IOException.class)
                .hasMessage("Is a directory")
                .cause()
                .hasMessageContaining("offset 0");
    }
}
