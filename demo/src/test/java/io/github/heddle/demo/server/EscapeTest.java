package io.github.heddle.demo.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies outside of the directory is not served, whatever leads to it. */
@Timeout(120)
class EscapeTest {
    private static final String SECRET = "secret";

    @TempDir
    private Path root;

    private Path served;
    private Path outside;

    @BeforeEach
    void files() throws IOException {
        served = Files.createDirectories(root.resolve("served"));
        outside = Files.createDirectories(root.resolve("served-not"));
        Files.writeString(outside.resolve("file"), SECRET);
        Files.writeString(root.resolve("file"), SECRET);
        Files.createDirectories(served.resolve("inner"));
        Files.writeString(served.resolve("inner/file"), "inner");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../file",
                "inner/../../file",
                "%2e%2e/file",
                "%2e%2e%2ffile",
                "..%2Ffile",
                ".%2E/file",
                "inner/..%2f..%2ffile",
                "..\\file",
                "..%5cfile",
                "..;/file",
                "..;a=b/file",
                "/file",
                "%2fetc%2fpasswd",
                "/etc/passwd",
                "../served-not/file",
                "%252e%252e%252ffile",
                "%c0%ae%c0%ae/file",
                "..%00/file",
                "%uff0e%uff0e/file"
            })
    void noPathLeadsOut(String path) throws IOException {
        try (TestServer server = TestServer.of(served)) {
            for (String side : new String[] {"/jdk/", "/heddle/"}) {
                Exchange answer = server.get(side + path);

                assertThat(answer.status()).isIn(400, 404);
                assertThat(answer.text()).doesNotContain(SECRET).doesNotContain(root.toString());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "directory/file", "relative", "indirect", "deep/er/link"})
    void noLinkLeadsOut(String path) throws IOException {
        Files.createSymbolicLink(served.resolve("file"), outside.resolve("file"));
        Files.createSymbolicLink(served.resolve("directory"), outside);
        Files.createSymbolicLink(served.resolve("relative"), Path.of("../file"));
        Files.createSymbolicLink(served.resolve("indirect"), served.resolve("relative"));
        Files.createDirectories(served.resolve("deep/er"));
        Files.createSymbolicLink(served.resolve("deep/er/link"), Path.of("../../../served-not/file"));
        try (TestServer server = TestServer.of(served)) {
            for (String side : new String[] {"/jdk/", "/heddle/"}) {
                for (String range : new String[] {"X: none", "Range: bytes=0-1", "Range: bytes=0-0,2-2"}) {
                    Exchange answer = server.get(side + path, range);

                    assertThat(answer.status()).isEqualTo(403);
                    assertThat(answer.text()).isEqualTo("the file is outside of the directory that is served\n");
                }
            }
        }
    }

    @Test
    void linksWithinTheDirectoryAreFollowedAndSoIsOneToTheDirectoryItself() throws IOException {
        Files.createSymbolicLink(served.resolve("link"), Path.of("inner/file"));
        Files.createSymbolicLink(served.resolve("absolute"), served.resolve("inner"));
        Path alias = Files.createSymbolicLink(root.resolve("alias"), served);
        try (TestServer server = TestServer.of(alias)) {
            for (String side : new String[] {"/jdk/", "/heddle/"}) {
                assertThat(server.get(side + "link").text()).isEqualTo("inner");
                assertThat(server.get(side + "absolute/file").text()).isEqualTo("inner");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"X: none", "Range: bytes=0-0", "Range: bytes=0-0,2-2"})
    void aLinkThatIsPutInPlaceAfterTheFirstLookIsFoundOut(String range) throws IOException {
        FileReads attacked = new JdkReads() {
            @Override
            public byte[] readAllBytes(Path file) throws IOException {
                exchange();
                return super.readAllBytes(file);
            }

            @Override
            public SeekableByteChannel newByteChannel(Path file) throws IOException {
                exchange();
                return super.newByteChannel(file);
            }

            private void exchange() throws IOException {
                Files.move(served.resolve("inner"), served.resolve("gone"));
                Files.createSymbolicLink(served.resolve("inner"), outside);
            }
        };
        try (TestServer server = TestServer.of(served, attacked)) {
            Exchange answer = server.get("/test/inner/file", range);

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.text()).doesNotContain(SECRET);
        }
    }

    @Test
    void aFileThatMayNotBeReadIsForbidden() throws IOException {
        // Root may read all, so the refusal of the kernel is played.
        FileReads refused = new JdkReads() {
            @Override
            public BasicFileAttributes readAttributes(Path file) throws IOException {
                throw new AccessDeniedException(file.toString());
            }
        };
        try (TestServer server = TestServer.of(served, refused)) {
            Exchange answer = server.get("/test/inner/file");

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.text()).isEqualTo("permission denied\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Input/output error", "Too many open files"})
    void aFailureIsToldWithoutThePath(String reason) throws IOException {
        FileReads failing = new JdkReads() {
            @Override
            public byte[] readAllBytes(Path file) throws IOException {
                throw new FileSystemException(file.toString(), null, reason);
            }
        };
        try (TestServer server = TestServer.of(served, failing)) {
            Exchange answer = server.get("/test/inner/file");

            assertThat(answer.status()).isEqualTo(reason.startsWith("Input") ? 500 : 503);
            assertThat(answer.text()).containsIgnoringCase(reason).doesNotContain(root.toString()).endsWith("\n");
        }
    }
}
