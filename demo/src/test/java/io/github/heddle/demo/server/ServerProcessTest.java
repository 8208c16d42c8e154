package io.github.heddle.demo.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.heddle.demo.Jvm;
import io.github.heddle.demo.Main;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ServerProcessTest {
    private static final int CARRIERS = 2;

    @TempDir
    private Path directory;

    @Test
    void servesUntilItIsClosed() throws Exception {
        Files.writeString(directory.resolve("file"), "content");
        ProcessHandle process;
        try (var client = HttpClient.newHttpClient(); // closed last: it waits for answers
                var server = ServerProcess.start(directory)) {
            process = ProcessHandle.of(server.pid()).orElseThrow();

            assertThat(get(client, server, "heddle/file")).isEqualTo("content");
            assertThat(get(client, server, "jdk/file")).isEqualTo("content");
            assertThat(get(client, server, "ping")).isEqualTo("pong\n");
            assertThat(server.statistics()).extractingByKey("heddle").isEqualTo(figures(1, 7));
            assertThat(server.statistics()).extractingByKey("jdk").isEqualTo(figures(1, 7));
        }
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void tellsItsStatisticsAndEndsAlsoWhileAllItsCarriersAreHeld() throws Exception {
        TestServer.pipe(directory.resolve("pipe"));
        ProcessHandle process;
        try (var client = HttpClient.newHttpClient(); // closed last: it waits for answers
                var server = ServerProcess.start(directory, "-Djdk.virtualThreadScheduler.parallelism=" + CARRIERS)) {
            process = ProcessHandle.of(server.pid()).orElseThrow();
            for (int i = 0; i < CARRIERS; i++) {
                CompletableFuture<?> unanswered = client.sendAsync(
                        HttpRequest.newBuilder(server.uri().resolve("jdk/pipe")).build(), BodyHandlers.discarding());
                assertThat(unanswered).isNotDone();
            }
            awaitReadsUnderWay(server, "jdk", CARRIERS);
            assertThat(server.statistics()).extractingByKey("carriers").extracting("parallelism").isEqualTo(CARRIERS);
        }
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void answersBesideAnyNumberOfFilesThatDoNot() throws Exception {
        TestServer.pipe(directory.resolve("pipe"));
        try (var client = HttpClient.newHttpClient(); // closed last: it waits for answers
                var server = ServerProcess.start(directory, "-Djdk.virtualThreadScheduler.parallelism=" + CARRIERS)) {
            for (int i = 0; i < 50; i++) {
                CompletableFuture<?> unanswered = client.sendAsync(
                        HttpRequest.newBuilder(server.uri().resolve("heddle/pipe")).build(), BodyHandlers.discarding());
                assertThat(unanswered).isNotDone();
            }
            awaitReadsUnderWay(server, "heddle", 50);

            assertThat(get(client, server, "ping")).isEqualTo("pong\n");
        }
    }

    @Test
    void answersTheSameWithoutARing() throws Exception {
        Files.writeString(directory.resolve("file"), "content");
        try (var client = HttpClient.newHttpClient(); // closed last: it waits for answers
                var server = ServerProcess.start(directory, "-Dheddle.io_uring=off")) {
            assertThat(get(client, server, "heddle/file")).isEqualTo("content");
            assertThat(server.statistics()).extractingByKey("backend").extracting("ring").isEqualTo(false);
            assertThat(server.statistics())
                    .extractingByKey("backend")
                    .extracting("reason")
                    .asString()
                    .contains("heddle.io_uring=off");
        }
    }

    @Test
    void endsWhenItsParentIsGone() throws Exception {
        Process server = Jvm.start(
                Main.class,
                List.of(),
                List.of("serve", "--dir", directory.toString(), "--port", "0", "--until-eof"));
        assertThat(server.inputReader().readLine()).startsWith("Serving " + directory + " at http://127.0.0.1:");

        server.getOutputStream().close();

        assertThat(server.waitFor()).isZero();
    }

    @Test
    void endsAtASignalWithoutAWord() throws Exception {
        Process server = Jvm.start(Main.class, List.of(), List.of("serve", "--dir", directory.toString(), "--port", "0"));
        assertThat(server.inputReader().readLine()).startsWith("Serving " + directory + " at http://127.0.0.1:");

        server.destroy();

        assertThat(server.waitFor()).isEqualTo(128 + 15);
    }

    @Test
    void saysThatItHasNotStarted() {
        assertThatThrownBy(() -> ServerProcess.start(directory.resolve("missing")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has not started");
    }

    private static void awaitReadsUnderWay(ServerProcess server, String side, int count) throws IOException {
        while (!(server.statistics().get(side) instanceof Map<?, ?> figures)
                || !Integer.valueOf(count).equals(figures.get("readsUnderWay"))) {
            Thread.onSpinWait();
        }
    }

    private static String get(HttpClient client, ServerProcess server, String path) throws Exception {
        return client.send(HttpRequest.newBuilder(server.uri().resolve(path)).build(), BodyHandlers.ofString())
                .body();
    }

    private static Map<String, Object> figures(int requests, int bytes) {
        return Map.of("requests", requests, "bytes", bytes, "requestsUnderWay", 0, "readsUnderWay", 0);
    }
}
