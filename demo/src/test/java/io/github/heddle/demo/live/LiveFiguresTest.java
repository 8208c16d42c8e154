package io.github.heddle.demo.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page's figures beside those that the kernel has of the two servers; and a page that is closed without a stop. */
class LiveFiguresTest {
    private static final int FILE_BYTES = 64 << 10;
    private static final int READS_A_SECOND = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private PageServer server;

    @BeforeEach
    void serve() throws IOException {
        server = PageServer.start(directory, FILE_BYTES);
    }

    @AfterEach
    void stop() throws InterruptedException {
        server.stop();
    }

    /** What the two servers have sent by then, as the kernel counts it. */
    private record Sent(long nanos, List<Long> bytes) {}

    @Test
    @Timeout(120)
    void thePageShowsWhatTheKernelCounts_andAShowThatNobodyWatchesEnds() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            int started = client.send(start(), BodyHandlers.discarding()).statusCode();
            assertThat(started).isEqualTo(204);
            List<Long> servers = server.process().children().map(ProcessHandle::pid).toList();
            assertThat(servers).hasSize(2);

            Deque<Sent> past = new ArrayDeque<>();
            try (Stream<String> events =
                    client.send(HttpRequest.newBuilder(server.uri().resolve("live/events")).build(), BodyHandlers.ofLines())
                            .body()) {
                Iterator<String> lines = events.iterator();
                long start = System.nanoTime();
                boolean agreed = false;
                while (!agreed) { // a machine with other things to do gets another frame, and ten more seconds behind it
                    String line = lines.next();
                    if (line.startsWith("data:") && line.contains("sides")) {
                        Map<String, Object> frame = JSON.std.mapFrom(line.substring("data:".length()));
                        agreed = agree(frame, servers, past);
                        assertThat(System.nanoTime() - start)
                                .as("%s, and the kernel has counted %s", line, past)
                                .isLessThan(PATIENCE.toNanos());
                    }
                }
            }
            // The stream is closed, as a page is, and nobody has said that the load should end.
            for (ProcessHandle child : server.process().children().toList()) {
                child.onExit().join();
            }
            assertThat(server.process().isAlive()).isTrue();
        }
    }

    private HttpRequest start() {
        return server.order("live/start", "reads=" + READS_A_SECOND + "&pings=10&slow=0&delay=10")
                .header("X-Heddle", "page")
                .build();
    }

    /** {@return whether the page has, over its window, what the kernel has, to a tenth} */
    private static boolean agree(Map<String, Object> frame, List<Long> servers, Deque<Sent> past) throws IOException {
        Map<String, Object> sides = part(frame, "sides");
        long window = Duration.ofSeconds(((Number) Objects.requireNonNull(frame.get("window"))).longValue()).toNanos();
        List<Long> bytes = new ArrayList<>();
        for (long server : servers) {
            bytes.add(written(server));
        }
        Sent now = new Sent(System.nanoTime(), bytes);
        past.add(now);
        while (past.size() > 1 && now.nanos - past.getFirst().nanos > window) {
            past.removeFirst();
        }
        Sent then = past.getFirst();
        double seconds = (now.nanos - then.nanos) / 1e9;
        if (seconds < Duration.ofNanos(window).toSeconds() * 0.9) {
            return false;
        }
        boolean agree = true;
        for (Object side : sides.values()) {
            Map<String, Object> files = part(side, "files");
            double megabytes = number(files, "megabytesPerSecond");
            agree &= isAbout(number(files, "perSecond"), READS_A_SECOND);
            agree &= isAbout(number(part(side, "pings"), "perSecond"), 10);
            agree &= isAbout(megabytes, number(files, "perSecond") * FILE_BYTES / 1e6);
            for (int i = 0; i < servers.size(); i++) {
                // Both servers have the same load.
                agree &= isAbout(megabytes, (now.bytes.get(i) - then.bytes.get(i)) / seconds / 1e6);
                agree &= number(part(side, "inside"), "carriers") == carriers(servers.get(i));
            }
        }
        return agree;
    }

    private static boolean isAbout(double one, double other) {
        return Math.abs(one - other) <= 0.1 * other;
    }

    private static long written(long process) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + process + "/io"))) {
            String line = lines.filter(one -> one.startsWith("wchar: ")).findFirst().orElseThrow();
            return Long.parseLong(line.substring("wchar: ".length()));
        }
    }

    private static long carriers(long process) throws IOException {
        long count = 0;
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + process + "/task"))) {
            for (Path thread : (Iterable<Path>) threads::iterator) {
                if (name(thread).startsWith("ForkJoinPool-1-")) {
                    count++;
                }
            }
        }
        return count;
    }

    private static String name(Path thread) throws IOException {
        try {
            return Files.readString(thread.resolve("comm"));
        } catch (NoSuchFileException ended) {
            return "";
        }
    }

    private static Map<String, Object> part(Object of, String name) {
        @SuppressWarnings("unchecked")
        Map<String, Object> part = (Map<String, Object>) Objects.requireNonNull(((Map<?, ?>) of).get(name), name);
        return part;
    }

    private static double number(Map<String, Object> of, String name) {
        return ((Number) Objects.requireNonNull(of.get(name), name)).doubleValue();
    }
}
