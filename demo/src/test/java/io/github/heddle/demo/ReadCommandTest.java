package io.github.heddle.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.heddle.RingFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadCommandTest {
    @TempDir
    private Path directory;

    @Test
    void countsFilesAndBytesBelowADirectory() throws IOException {
        Run.file(directory.resolve("a"), "12345");
        Run.file(directory.resolve("sub/b"), "123");
        Run.file(directory.resolve("sub/empty"), "");

        Run run = Run.heddle("read", directory);

        assertThat(run.status()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .containsPattern("(?m)^files +3$")
                .containsPattern("(?m)^bytes +8$")
                .contains(RingFiles.backend().kind().toString())
                .doesNotContainPattern("(?m)^failed");
    }

    @Test
    void readsMoreFilesThanThreads() throws IOException {
        for (int i = 0; i < 500; i++) {
            Run.file(directory.resolve("file" + i), "content " + i);
        }

        Run run = Run.heddle("read", "--json", "--threads", 3, directory);

        assertThat(run.json()).containsEntry("files", 500);
    }

    @Test
    void followsALinkThatIsAnArgumentButNoneBelow() throws IOException {
        Path target = directory.resolve("real");
        Run.file(target.resolve("file"), "x");
        Files.createSymbolicLink(target.resolve("again"), target);
        Files.createSymbolicLink(target.resolve("alias"), target.resolve("file"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), target);

        Run run = Run.heddle("read", "--json", "--checksums", link);

        assertThat(run.json()).containsEntry("files", 1);
        assertThat(run.out()).contains(link.resolve("file").toString());
    }

    @Test
    void tellsEachFailureAndReadsTheRest() throws IOException {
        Path there = Run.file(directory.resolve("there"), "x");
        Path missing = directory.resolve("missing");

        Run run = Run.heddle("read", missing, there);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).isEqualTo("heddle: " + missing + ": no such file\n");
        assertThat(run.out()).containsPattern("(?m)^files +1$").containsPattern("(?m)^failed +1$");
    }

    @Test
    void tellsFailuresInJson() throws IOException {
        Path missing = directory.resolve("missing");

        Run run = Run.heddle("read", "--json", missing);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.json())
                .containsEntry("files", 0)
                .containsEntry("failed", 1)
                .containsEntry("backend", RingFiles.backend().kind().toString())
                .containsEntry("failures", List.of(Map.of("path", missing.toString(), "reason", "no such file")))
                .containsKeys("bytes", "seconds", "megabytes_per_second", "files_per_second")
                .doesNotContainKey("checksums");
    }

    @Test
    void printsChecksumsAsSha256sumDoes() throws Exception {
        Path file = Run.file(directory.resolve("plain"), "content");

        Run run = Run.heddle("read", "--checksums", file);

        assertThat(run.out()).isEqualTo(sha256("content") + "  " + file + "\n");
        assertThat(run.err()).containsPattern("(?m)^files +1$");
    }

    @Test
    void escapesNamesAsSha256sumDoes() throws Exception {
        Run.file(directory.resolve("new\nline\r\\"), "content");

        Run run = Run.heddle("read", "--checksums", directory);

        assertThat(run.out()).isEqualTo("\\" + sha256("content") + "  " + directory + "/new\\nline\\r\\\\\n");
    }

    @Test
    void listsChecksumsInJson() throws Exception {
        Path file = Run.file(directory.resolve("file"), "content");

        Run run = Run.heddle("read", "--checksums", "--json", file);

        assertThat(run.json())
                .containsEntry(
                        "checksums", List.of(Map.of("path", file.toString(), "sha256", sha256("content"))));
    }

    @Test
    void takesAFileThatIsTooLargeForAnArrayAsAFailure() throws IOException {
        Path large = directory.resolve("large");
        try (var channel = Files.newByteChannel(
                large, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.position(1L << 31).write(ByteBuffer.wrap(new byte[1]));
        }

        Run run = Run.heddle("read", large);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).startsWith("heddle: " + large + ": larger than 2 GiB");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--json", "--threads=1"})
    void endsQuietlyWhenTheReaderOfItsOutputHasGone(String option) throws IOException {
        Run.file(directory.resolve("file"), "content");

        Run run = Run.heddleInto(failing("Broken pipe"), "read", "--checksums", option, directory);

        assertThat(run.status()).isEqualTo(OutputException.READER_GONE);
        assertThat(run.err()).isEmpty();
    }

    @Test
    void tellsWhyItsOutputCannotBeWritten() throws IOException {
        Run.file(directory.resolve("file"), "content");

        Run run = Run.heddleInto(failing("No space left on device"), "read", directory);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).isEqualTo("heddle: cannot write to standard output: No space left on device\n");
    }

    private static OutputStream failing(String reason) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(reason);
            }
        };
    }

    private static String sha256(String content) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest);
    }
}
