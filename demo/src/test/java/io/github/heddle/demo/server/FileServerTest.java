package io.github.heddle.demo.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.heddle.RingFiles;
import io.github.heddle.RingStatistics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class FileServerTest {
    @TempDir
    private Path directory;

    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.of(directory);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/jdk/, 0", "/heddle/, 0",
        "/jdk/, 1", "/heddle/, 1",
        "/jdk/, 4096", "/heddle/, 4096",
        "/jdk/, 131072", "/heddle/, 131072",
        "/jdk/, 131073", "/heddle/, 131073",
        "/jdk/, 3000000", "/heddle/, 3000000"
    })
    void sendsFilesOfAnySize(String side, int size) throws IOException {
        byte[] content = random(size);
        Files.write(directory.resolve("file"), content);

        Exchange answer = server.get(side + "file");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Length")).isEqualTo(String.valueOf(size));
        assertThat(answer.header("Accept-Ranges")).isEqualTo("bytes");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.body()).isEqualTo(content);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/jdk/", "/heddle/"})
    void answersHeadAsGetWithoutTheContentAndKeepsTheConnection(String side) throws IOException {
        Files.writeString(directory.resolve("small"), "content");
        Files.write(directory.resolve("large"), random(1_000_000));

        try (Socket socket = server.connect()) {
            for (String path : new String[] {side + "small", side + "large", side + "missing", "/ping"}) {
                Exchange.send(socket, "HEAD", path);
                Exchange head = Exchange.receive(socket, "HEAD");
                Exchange.send(socket, "GET", path);
                Exchange get = Exchange.receive(socket, "GET");

                assertThat(head.status()).isEqualTo(get.status());
                assertThat(withoutDate(head)).isEqualTo(withoutDate(get));
                assertThat(head.header("Content-Length")).isEqualTo(String.valueOf(get.body().length));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "page.html, text/html", "style.css, text/css", "data.json, application/json", "image.png, image/png",
        "unknown.qqq, application/octet-stream", "none, application/octet-stream"
    })
    void tellsTheTypeByTheName(String name, String type) throws IOException {
        Files.writeString(directory.resolve(name), "content");

        assertThat(server.get("/jdk/" + name).header("Content-Type")).isEqualTo(type);
        assertThat(server.get("/heddle/" + name).header("Content-Type")).isEqualTo(type);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/jdk/", "/heddle/"})
    void decodesNames(String side) throws IOException {
        Files.createDirectories(directory.resolve("with space"));
        Files.writeString(directory.resolve("with space/100%;x=y?.txt"), "content");

        assertThat(server.get(side + "with%20space/100%25;x=y%3F.txt?query").text()).isEqualTo("content");
    }

    @ParameterizedTest
    @CsvSource({
        "missing, 404, no such file",
        "file/below, 404, no such file",
        "file/, 404, no such file",
        "'', 404, no such file",
        "directory, 403, 'this is a directory, and directories are not listed'",
        "pipe, 403, this is not a regular file",
        "loop, 404, no such file",
        "dangling, 404, no such file"
    })
    void saysInALineWhyThereIsNoFile(String path, int status, String line) throws Exception {
        Files.writeString(directory.resolve("file"), "content");
        Files.createDirectory(directory.resolve("directory"));
        TestServer.pipe(directory.resolve("pipe"));
        Files.createSymbolicLink(directory.resolve("loop"), directory.resolve("loop"));
        Files.createSymbolicLink(directory.resolve("dangling"), directory.resolve("nowhere"));

        for (String side : new String[] {"/jdk/", "/heddle/"}) {
            Exchange answer = server.get(side + path);

            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.text()).isEqualTo(line + "\n");
            assertThat(answer.header("Content-Type")).isEqualTo("text/plain; charset=UTF-8");
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        }
    }

    @Test
    void aNameThatNoFileSystemTakesIsThatOfNoFile() throws IOException {
        String longest = "x".repeat(256);

        assertThat(server.get("/jdk/" + longest).status()).isEqualTo(404);
        assertThat(server.get("/heddle/" + longest).status()).isEqualTo(404);
        assertThat(server.get("/heddle/" + "x/".repeat(2_500) + "x").status()).isEqualTo(404);
        assertThat(server.get("/jdk/" + "x/".repeat(2_500) + "x").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/jdk/file", "/heddle/file", "/ping", "/statistics", "/missing"})
    void allowsGetAndHeadOnly(String path) throws IOException {
        Files.writeString(directory.resolve("file"), "content");

        for (String method : new String[] {"POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "QUERY"}) {
            Exchange answer = server.send(method, path);

            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.header("Allow")).isEqualTo("GET, HEAD");
        }
    }

    @Test
    void skipsTheContentOfARequest() throws IOException {
        try (Socket socket = server.connect()) {
            Exchange.send(socket, "POST", "/ping", "Content-Length: 5");
            socket.getOutputStream().write("12345".getBytes(StandardCharsets.US_ASCII));
            assertThat(Exchange.receive(socket, "POST").status()).isEqualTo(405);
            Exchange.send(socket, "GET", "/ping");
            assertThat(Exchange.receive(socket, "GET").text()).isEqualTo("pong\n");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "nonsense\\r\\n\\r\\n                                                 > 400",
                "GET\\r\\n\\r\\n                                                      > 400",
                "GET /heddle/%zz HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n                    > 400",
                "GET /heddle/file\\0 HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n            > 400",
                "GET /heddle/file HTTP/1.1\\r\\n\\r\\n                                > 400",
                "GET /heddle/file HTTP/1.1\\r\\nHost: x\\r\\nA header\\r\\n\\r\\n     > 400",
                "GET /heddle/file HTTP/2.7\\r\\nHost: x\\r\\n\\r\\n                   > 400",
                "GET /heddle/file HTTP/1.0\\r\\nHost: x\\r\\n\\r\\n                   > 505",
                "GET /heddle/file HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 1\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n > 400",
                "POST /ping HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 999999999\\r\\n\\r\\n > 413"
            })
    void whatIsNoProperRequestIsAnsweredAndTheConnectionClosed(String request, int status) throws IOException {
        Files.writeString(directory.resolve("file"), "content");
        try (Socket socket = server.connect()) {
            socket.getOutputStream().write(request.translateEscapes().getBytes(StandardCharsets.ISO_8859_1));

            Exchange answer = Exchange.receive(socket, "GET");

            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.header("Content-Type")).isEqualTo("text/plain; charset=UTF-8");
            assertThat(answer.text()).matches("[a-z -]+\n");
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(server.get("/ping").text()).isEqualTo("pong\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/jdk/small", "/heddle/small", "/jdk/large", "/heddle/large", "/ping", "/missing"})
    void closesTheConnectionAfterTheAnswerWhereTheClientAsksForIt(String path) throws IOException {
        Files.writeString(directory.resolve("small"), "content");
        Files.write(directory.resolve("large"), random(1_000_000));
        try (Socket socket = server.connect()) {
            socket.setSoTimeout(20_000); // the server closes idle connections after a minute
            Exchange.send(socket, "GET", path, "Connection: close");

            assertThat(Exchange.receive(socket, "GET").header("Connection")).isEqualTo("close");
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void aLineThatIsTooLongIs414AndHeadersThatAreTooLongAre431Or400() throws IOException {
        assertThat(server.get("/heddle/" + "x".repeat(10_000)).status()).isEqualTo(414);
        assertThat(server.get("/ping", "X: " + "x".repeat(20_000)).status()).isIn(400, 431);
    }

    @Test
    void thePingTouchesNoFile() throws IOException {
        long before = reads();

        assertThat(server.get("/ping").text()).isEqualTo("pong\n");
        assertThat(reads()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"100, ''", "1000000, ''", "100, bytes=0-9", "100, 'bytes=0-1,4-5'"})
    void oneSideReadsByRingFilesAndTheOtherDoesNot(int size, String range) throws IOException {
        Files.write(directory.resolve("file"), random(size));
        String[] headers = range.isEmpty() ? new String[0] : new String[] {"Range: " + range};

        long before = RingFiles.statistics().bytes();
        Exchange jdk = server.get("/jdk/file", headers);
        long between = RingFiles.statistics().bytes();
        Exchange heddle = server.get("/heddle/file", headers);
        long after = RingFiles.statistics().bytes();

        long wanted = range.contains(",") ? 4 : heddle.body().length;
        assertThat(jdk.status()).isEqualTo(heddle.status());
        assertThat(between - before).isZero();
        assertThat(after - between).isEqualTo(wanted);
    }

    @Test
    @SuppressWarnings("unchecked")
    void tellsStatistics() throws IOException {
        Files.writeString(directory.resolve("file"), "content");
        server.get("/jdk/file");
        server.get("/heddle/file");
        server.get("/heddle/missing");
        server.awaitQuiet();

        Map<String, Object> statistics = server.statistics();

        assertThat(statistics)
                .containsEntry("jdk", Map.of("requests", 1, "bytes", 7, "requestsUnderWay", 0, "readsUnderWay", 0))
                .containsEntry("heddle", Map.of("requests", 2, "bytes", 7, "requestsUnderWay", 0, "readsUnderWay", 0));
        assertThat((Map<String, Object>) statistics.get("carriers"))
                .containsOnlyKeys("parallelism", "poolSize", "mounted", "queued");
        assertThat((Map<String, Object>) statistics.get("ring"))
                .containsKeys("cachedReads", "ringReads", "fallbackReads", "bytes", "inFlight", "waiting");
        assertThat((Map<String, Object>) statistics.get("backend"))
                .containsEntry("engine", RingFiles.backend().kind().toString())
                .containsEntry("ring", RingFiles.backend().isRing());
        assertThat(statistics).extractingByKey("uptimeMillis").isInstanceOf(Integer.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/jdk/", "/heddle/"})
    void readsAPipeWhereThatIsAllowed(String side) throws Exception {
        TestServer.pipe(directory.resolve("pipe"));
        byte[] content = random(300_000);
        try (TestServer withPipes = TestServer.withPipes(directory)) {
            CompletableFuture<Exchange> answer = CompletableFuture.supplyAsync(() -> {
                try {
                    return withPipes.get(side + "pipe", "Range: bytes=0-0");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            Files.write(directory.resolve("pipe"), content);

            assertThat(answer.get().status()).isEqualTo(200);
            assertThat(answer.get().body()).isEqualTo(content);
            assertThat(answer.get().header("ETag")).isEmpty();
            assertThat(withPipes.send("HEAD", side + "pipe").status()).isEqualTo(200);
        }
    }

    @Test
    void aDeviceIsNoFileEvenWherePipesAre() throws IOException {
        Path devices = Path.of("/dev");
        try (TestServer ofDevices = TestServer.withPipes(devices)) {
            assertThat(ofDevices.get("/jdk/zero").status()).isEqualTo(403);
            assertThat(ofDevices.get("/heddle/zero").status()).isEqualTo(403);
        }
    }

    private static long reads() {
        RingStatistics statistics = RingFiles.statistics();
        return statistics.cachedReads() + statistics.ringReads() + statistics.fallbackReads();
    }

    private static Map<String, String> withoutDate(Exchange answer) {
        var headers = new TreeMap<>(answer.headers());
        headers.remove("date");
        return headers;
    }

    private static byte[] random(int size) {
        var bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
