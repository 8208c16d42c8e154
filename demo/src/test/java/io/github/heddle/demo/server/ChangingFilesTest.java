package io.github.heddle.demo.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No answer holds bytes of two states of a file, and none looks complete that is not. */
@Timeout(120)
class ChangingFilesTest {
    /** More than any socket's buffers take, so that the server has to wait for the client in the midst of it. */
    private static final long LARGE = 64L << 20;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"/jdk/", "/heddle/"})
    void anAnswerBreaksOffWhereItsFileGetsShorter(String side) throws IOException {
        Path file = sparse("file");
        try (TestServer server = TestServer.of(directory);
                Socket socket = server.connect()) {
            Exchange.send(socket, "GET", side + "file");
            InputStream in = socket.getInputStream();
            Exchange head = Exchange.head(in);
            assertThat(head.header("Content-Length")).isEqualTo(String.valueOf(LARGE));

            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(1);
            }

            assertThat(in.readAllBytes().length).isLessThan((int) LARGE);
            server.awaitQuiet();
            assertThat(server.get(side + "file").body()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/jdk/", "/heddle/"})
    void anAnswerGoesOnWithTheFileThatItBeganWith(String side) throws IOException {
        sparse("file");
        Path other = sparse("other");
        try (FileChannel channel = FileChannel.open(other, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {1}), LARGE - 1);
        }
        try (TestServer server = TestServer.of(directory);
                Socket socket = server.connect()) {
            Exchange.send(socket, "GET", side + "file");
            InputStream in = socket.getInputStream();
            Exchange.head(in);

            Files.move(other, directory.resolve("file"), StandardCopyOption.REPLACE_EXISTING);

            in.skipNBytes(LARGE - 1);
            assertThat(in.read()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"X: none", "Range: bytes=0-0"})
    void aFileThatChangesWhileItIsReadIsReadAgain(String range) throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "a");
        var changes = new AtomicInteger();
        try (TestServer server = TestServer.of(directory, changing(() -> {
            if (changes.getAndIncrement() == 0) {
                Files.writeString(file, "bb");
            }
        }))) {
            Exchange answer = server.get("/test/file", range);

            assertThat(answer.status()).isEqualTo(range.startsWith("X") ? 200 : 206);
            assertThat(answer.text()).isEqualTo(range.startsWith("X") ? "bb" : "b");
            assertThat(answer.header("ETag")).isEqualTo(server.get("/test/file").header("ETag"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"X: none", "Range: bytes=0-0"})
    void aFileThatNeverRestsIsRefusedForNow(String range) throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "a");
        try (TestServer server = TestServer.of(
                directory, changing(() -> Files.writeString(file, "b", StandardOpenOption.APPEND)))) {
            Exchange answer = server.get("/test/file", range);

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.text()).isEqualTo("the file is being changed: try again later\n");
            assertThat(answer.headers()).doesNotContainKeys("etag", "last-modified", "content-range");
        }
    }

    @Test
    void aFileThatIsGoneAtTheSecondLookIsNoFile() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "a");
        try (TestServer server = TestServer.of(directory, changing(() -> Files.delete(file)))) {
            assertThat(server.get("/test/file").status()).isEqualTo(404);
        }
    }

    private interface Change {
        void make() throws IOException;
    }

    /** {@return reads after each of which a file changes} */
    private static FileReads changing(Change change) {
        return new JdkReads() {
            @Override
            public byte[] readAllBytes(Path file) throws IOException {
                byte[] content = super.readAllBytes(file);
                change.make();
                return content;
            }

            @Override
            public SeekableByteChannel newByteChannel(Path file) throws IOException {
                SeekableByteChannel channel = super.newByteChannel(file);
                change.make();
                return channel;
            }
        };
    }

    private Path sparse(String name) throws IOException {
        Path file = directory.resolve(name);
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(1), LARGE - 1);
        }
        return file;
    }
}
