package io.github.heddle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The streams of a ring beside the JDK's; {@link FilesMirrorPropertiesTest} has what any operations answer. */
class FileInputTest extends MirrorSuite {

    FileInputTest(Setup setup) {
        super(setup);
    }

    @FunctionalInterface
    private interface Operation {
        Object on(InputStream in) throws Exception;
    }

    private void same(Path path, Operation operation) throws IOException {
        try (InputStream theirs = Files.newInputStream(path);
                InputStream ours = mirror.newInputStream(path)) {
            assertThat(answer(() -> operation.on(ours))).isEqualTo(answer(() -> operation.on(theirs)));
        }
    }

    @Test
    void operationsAfterTheClose_answerAsInTheJdk() throws IOException {
        Path file = file(100);
        List<Operation> operations = List.of(
                InputStream::read,
                in -> in.read(new byte[10]),
                in -> in.read(new byte[0]),
                in -> in.read(new byte[2], 1, 5),
                InputStream::readAllBytes,
                in -> in.readNBytes(5),
                in -> in.readNBytes(0),
                in -> in.readNBytes(-1),
                in -> in.readNBytes(new byte[5], 0, 5),
                in -> in.skip(5),
                in -> in.skip(0),
                in -> in.skip(-5),
                InputStream::available,
                in -> in.transferTo(OutputStream.nullOutputStream()));
        for (Operation operation : operations) {
            same(file, in -> {
                in.read(); // so that there are bytes read ahead
                in.close();
                in.close();
                return operation.on(in);
            });
        }
    }

    @Test
    void markAndReset_areNotSupported() throws IOException {
        Path file = file(100);
        same(file, InputStream::markSupported);
        same(file, in -> {
            in.mark(10);
            in.reset();
            return "reset";
        });
    }

    @Test
    void directory_failsWhenItIsRead() throws IOException {
        for (Operation operation : List.<Operation>of(
                InputStream::read, in -> in.read(new byte[100_000]), InputStream::readAllBytes, in -> in.read(new byte[0]))) {
            same(directory, operation);
        }
    }

    @Test
    void options_areTheJdks() throws Exception {
        Path file = file(8192);
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);
        OpenOption own = new OpenOption() {
            @Override
            public String toString() {
                return "own";
            }
        };
        for (OpenOption[] options : new OpenOption[][] {
            {StandardOpenOption.READ},
            {StandardOpenOption.READ, StandardOpenOption.READ},
            {StandardOpenOption.WRITE},
            {StandardOpenOption.APPEND, StandardOpenOption.READ},
            {StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING},
            {StandardOpenOption.CREATE_NEW},
            {StandardOpenOption.SYNC, StandardOpenOption.SPARSE},
            {LinkOption.NOFOLLOW_LINKS},
            {direct()},
            {own},
        }) {
            for (Path path : List.of(file, link, directory.resolve("missing"))) {
                assertThat(answer(() -> readAll(mirror.newInputStream(path, options))))
                        .as("%s %s", path, Arrays.toString(options))
                        .isEqualTo(answer(() -> readAll(Files.newInputStream(path, options))));
            }
        }
        assertThat(file).hasSize(8192);
        assertThat(answer(() -> readAll(mirror.newInputStream(file, StandardOpenOption.DELETE_ON_CLOSE)))).hasSizeGreaterThan(8192);
        assertThat(file).doesNotExist();
    }

    /** Of a module that this one does not read. */
    private static OpenOption direct() throws ClassNotFoundException {
        return Arrays.stream(Class.forName("com.sun.nio.file.ExtendedOpenOption").getEnumConstants())
                .map(OpenOption.class::cast)
                .filter(option -> option.toString().equals("DIRECT"))
                .findFirst()
                .orElseThrow();
    }

    private static byte[] readAll(InputStream in) throws IOException {
        try (in) {
            return in.readAllBytes();
        }
    }

    @Test
    void endOfTheFile_isNotRemembered() throws IOException {
        Path file = file(10_000);
        try (InputStream in = mirror.newInputStream(file)) {
            for (int i = 0; i < 3; i++) {
                assertThat(in.readNBytes(20_000)).hasSize(i == 0 ? 10_000 : 5);
                assertThat(in.read()).isEqualTo(-1);
                assertThat(in.read(new byte[10])).isEqualTo(-1);
                Files.write(file, new byte[] {1, 2, 3, 4, 5}, StandardOpenOption.APPEND);
                assertThat(in.available()).isEqualTo(5);
            }
            assertThat(in.readAllBytes()).containsExactly(1, 2, 3, 4, 5);
        }
    }

    @Test
    void fileThatIsCut_endsThereOrBehindWhatWasReadAhead() throws IOException {
        Path file = file(1_000_000);
        byte[] content = Files.readAllBytes(file);
        try (InputStream in = mirror.newInputStream(file);
                FileChannel writer = FileChannel.open(file, StandardOpenOption.WRITE)) {
            byte[] start = in.readNBytes(50_000);
            in.read();
            writer.truncate(0);
            byte[] rest = in.readAllBytes();
            assertThat(start).isEqualTo(Arrays.copyOf(content, 50_000));
            assertThat(rest).isEqualTo(Arrays.copyOfRange(content, 50_001, 50_001 + rest.length));
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    @Test
    void skipInAFileThatWasCut_isAsInTheJdk() throws IOException {
        for (int size : new int[] {0, 100, 200_000}) {
            for (long n : new long[] {0, 5, -5, 100_000, Long.MAX_VALUE, Long.MIN_VALUE}) {
                Path file = file(500_000);
                try (InputStream theirs = Files.newInputStream(file);
                        InputStream ours = mirror.newInputStream(file);
                        FileChannel writer = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    assertThat(ours.read(new byte[300_000])).isEqualTo(theirs.read(new byte[300_000]));
                    writer.truncate(size);
                    assertThat(ours.skip(n)).isEqualTo(theirs.skip(n));
                    assertThat(ours.available()).isEqualTo(Math.max(0, theirs.available()));
                    assertThat(ours.readAllBytes()).isEqualTo(theirs.readAllBytes());
                }
            }
        }
    }

    @Test
    void skipBack_readsTheFileAnew() throws IOException {
        Path file = file(1000);
        try (InputStream in = mirror.newInputStream(file)) {
            in.readNBytes(10);
            Files.write(file, new byte[20], StandardOpenOption.WRITE);
            assertThat(in.skip(-10)).isEqualTo(-10);
            assertThat(in.readNBytes(20)).isEqualTo(new byte[20]);
        }
    }

    @Test
    void filesThatSayThatTheyAreEmpty_canBeSkipped() throws IOException {
        byte[] version = Files.readAllBytes(Path.of("/proc/version"));
        try (InputStream in = mirror.newInputStream(Path.of("/proc/version"))) {
            assertThat(in.skip(5)).isEqualTo(5);
            in.skipNBytes(5);
            assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(version, 10, version.length));
        }
        same(Path.of("/dev/zero"), in -> in.skip(100_000));
        same(Path.of("/dev/zero"), in -> in.readNBytes(100_000));
        same(Path.of("/dev/null"), in -> in.skip(5));
    }

    @Test
    void closeByAnotherThread_endsARead() throws Exception {
        assumeTrue(Tools.has("mkfifo"), "mkfifo is missing: install coreutils, it makes pipes");
        Path pipe = directory.resolve("pipe");
        Tools.run("mkfifo", pipe.toString());
        try (RandomAccessFile writer = new RandomAccessFile(pipe.toFile(), "rw");
                InputStream in = mirror.newInputStream(pipe)) {
            writer.write(7);
            assertThat(in.read()).isEqualTo(7);
            Outcome.Pending read = Outcome.start(() -> new byte[] {(byte) in.read()});
            awaitParked(read.thread());
            Closeable stream = in;
            stream.close();
            assertThat(read.await().toString()).isEqualTo(new AsynchronousCloseException().toString());
        }
    }

    /** Until the thread waits for bytes that nobody writes. */
    static void awaitParked(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }
}
