package io.github.heddle.demo.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.heddle.demo.Output;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(120)
class ServeCommandTest {
    @TempDir
    private Path directory;

    @Test
    void saysWhyItCannotListen() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var problem = new Exception[1];
            int status = new CommandLine(command())
                    .setExecutionExceptionHandler((exception, _, _) -> {
                        problem[0] = exception;
                        return 1;
                    })
                    .execute("--dir", directory.toString(), "--port", String.valueOf(taken.getLocalPort()));

            assertThat(status).isEqualTo(1);
            assertThat(problem[0]).hasMessageMatching(
                    "cannot listen on port \\d+ of 127\\.0\\.0\\.1: Address already in use; name another port by --port,"
                            + " or 0 for any that is free");
        }
    }

    @Test
    void examplesNameAFileThatIsThere() throws Exception {
        Files.createDirectories(directory.resolve("a b/c"));
        Files.writeString(directory.resolve("a b/c/d%e"), "content");

        assertThat(Examples.of(directory, URI.create("http://127.0.0.1:1/")))
                .contains("  curl -s http://127.0.0.1:1/heddle/a%20b/c/d%25e | sha256sum\n")
                .contains("  curl -s http://127.0.0.1:1/jdk/a%20b/c/d%25e | sha256sum\n");
    }

    @Test
    void examplesOfAnEmptyDirectoryNameNone() {
        assertThat(Examples.of(directory, URI.create("http://127.0.0.1:1/")))
                .contains("  curl -s http://127.0.0.1:1/heddle/PATH | sha256sum\n");
    }

    private static ServeCommand command() {
        var output = new Output(
                new ByteArrayOutputStream(),
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                false);
        return new ServeCommand(output, Front.none());
    }
}
