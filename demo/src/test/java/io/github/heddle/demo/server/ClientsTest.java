package io.github.heddle.demo.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever clients do, nothing is left of it: no descriptor, no thread, and no line in the log. */
@Timeout(240)
class ClientsTest {
    private static final long LARGE = 64L << 20;

    @TempDir
    private Path directory;

    private final Log log = new Log();

    @BeforeEach
    void start() throws IOException {
        Files.writeString(directory.resolve("small"), "content");
        try (FileChannel channel = FileChannel.open(
                directory.resolve("large"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(1), LARGE - 1);
        }
        Logger.getLogger("").addHandler(log);
    }

    @AfterEach
    void stop() {
        Logger.getLogger("").removeHandler(log);
        assertThat(log.lines).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/jdk/", "/heddle/"})
    void clientsThatGoAwayInMidAnswerLeaveNothing(String side) throws IOException {
        try (TestServer server = TestServer.of(directory)) {
            int before = descriptorsAtRest(server, side);
            for (String range : List.of("X: none", "Range: bytes=1-", "Range: bytes=0-9,10000000-59999999")) {
                List<Socket> sockets = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    Socket socket = server.connect();
                    sockets.add(socket);
                    Exchange.send(socket, "GET", side + "large", range);
                    InputStream in = socket.getInputStream();
                    Exchange.head(in);
                    in.skipNBytes(100_000);
                }
                assertThat(TestServer.openDescriptors()).isGreaterThanOrEqualTo(before + 60);
                for (Socket socket : sockets) {
                    // Half of them with a reset, as a client that is killed ends.
                    if (sockets.indexOf(socket) % 2 == 0) {
                        socket.setSoLinger(true, 0);
                    }
                    socket.close();
                }
                server.awaitQuiet();
                awaitDescriptors(before);
            }
            assertThat(server.get(side + "small").text()).isEqualTo("content");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/jdk/", "/heddle/"})
    void aClientThatTakesNothingIsGivenUp(String side) throws IOException {
        var bounds = Bounds.of("4096", Duration.ofMillis(100));
        try (TestServer server = TestServer.of(directory, bounds)) {
            int before = descriptorsAtRest(server, side);
            try (Socket socket = server.connect()) {
                Exchange.send(socket, "GET", side + "large");
                InputStream in = socket.getInputStream();
                Exchange.head(in);
                server.awaitQuiet();

                assertThat(in.readAllBytes().length).isLessThan((int) LARGE);
            }
            awaitDescriptors(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/jdk/", "/heddle/"})
    void manyConnectionsAtOnceAreServedAndLeaveNothing(String side) throws IOException {
        int count = 2_000;
        try (TestServer server = TestServer.of(directory, Bounds.of("16384"))) {
            int before = descriptorsAtRest(server, side);
            List<Socket> sockets = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Socket socket = server.connect();
                sockets.add(socket);
                Exchange.send(socket, "GET", side + "small");
            }
            for (Socket socket : sockets) {
                assertThat(Exchange.receive(socket, "GET").text()).isEqualTo("content");
            }
            assertThat(TestServer.openDescriptors()).isGreaterThanOrEqualTo(before + 2 * count);
            for (Socket socket : sockets) {
                socket.close();
            }
            awaitDescriptors(before);
            assertThat(server.get(side + "small").text()).isEqualTo("content");
        }
    }

    @Test
    void connectionsBeyondTheBoundWaitAndAreServedThen() throws IOException {
        var bounds = Bounds.of("40");
        int most = bounds.connections();
        assertThat(most).isBetween(10, 20);
        try (TestServer server = TestServer.of(directory, bounds)) {
            List<Socket> sockets = new ArrayList<>();
            for (int i = 0; i < 3 * most; i++) {
                Socket socket = server.connect();
                sockets.add(socket);
                Exchange.send(socket, "GET", "/heddle/small");
            }
            // In order: each that is closed lets the next one in.
            for (Socket socket : sockets) {
                assertThat(Exchange.receive(socket, "GET").text()).isEqualTo("content");
                socket.close();
            }
        }
    }

    @Test
    void answersWaitForOneAnotherWhereFilesAreFew() throws IOException {
        try (TestServer server = TestServer.of(directory, Bounds.of("6"))) { // two connections, one file
            try (Socket first = server.connect();
                    Socket second = server.connect()) {
                Exchange.send(first, "GET", "/heddle/large", "Range: bytes=0-49999999");
                Exchange.send(second, "GET", "/heddle/large", "Range: bytes=0-4");

                assertThat(Exchange.receive(first, "GET").body()).hasSize(50_000_000);
                assertThat(Exchange.receive(second, "GET").body()).hasSize(5);
            }
        }
    }

    @Test
    void aStoppedServerLeavesNothing() throws IOException {
        try (TestServer server = TestServer.of(directory)) {
            descriptorsAtRest(server, "/heddle/");
        }
        int before = TestServer.openDescriptors();
        for (int i = 0; i < 3; i++) {
            try (TestServer server = TestServer.of(directory)) {
                assertThat(server.get("/heddle/small").status()).isEqualTo(200);
            }
        }
        awaitDescriptors(before);
    }

    /** What is opened once, on first use, is open by then. */
    private static int descriptorsAtRest(TestServer server, String side) throws IOException {
        server.get(side + "small");
        server.get(side + "large", "Range: bytes=1-2");
        server.awaitQuiet();
        int now = TestServer.openDescriptors();
        for (int same = 0; same < 1_000; same++) {
            Thread.onSpinWait();
            int again = TestServer.openDescriptors();
            same = again == now ? same : 0;
            now = again;
        }
        return now;
    }

    private static void awaitDescriptors(int most) {
        while (TestServer.openDescriptors() > most) {
            Thread.onSpinWait();
        }
    }

    private static final class Log extends Handler {
        private final Queue<String> lines = new ConcurrentLinkedQueue<>();

        @Override
        public void publish(LogRecord line) {
            lines.add(line.getLevel() + " " + line.getLoggerName() + ": " + line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
