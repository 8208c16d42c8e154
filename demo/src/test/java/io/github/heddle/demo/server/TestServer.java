package io.github.heddle.demo.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A server in this JVM. */
final class TestServer implements AutoCloseable {
    private final List<Side> sides;
    private final FileServer server;

    private TestServer(List<Side> sides, Path directory, boolean pipes, Bounds bounds) throws IOException {
        this.sides = sides;
        this.server = FileServer.start(
                sides,
                new ServedDirectory(directory, pipes),
                Front.none().of(directory),
                InetAddress.getLoopbackAddress(),
                0,
                bounds);
    }

    static TestServer of(Path directory) throws IOException {
        return of(directory, Bounds.of("4096"));
    }

    static TestServer of(Path directory, Bounds bounds) throws IOException {
        return new TestServer(Side.both(), directory, false, bounds);
    }

    static TestServer withPipes(Path directory) throws IOException {
        return new TestServer(Side.both(), directory, true, Bounds.of("4096"));
    }

    /** With one side only, {@code /test/}, that reads so. */
    static TestServer of(Path directory, FileReads reads) throws IOException {
        return new TestServer(List.of(new Side("test", reads)), directory, false, Bounds.of("4096"));
    }

    Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), server.uri().getPort());
    }

    /** Sends a request by a connection of its own. */
    Exchange send(String method, String path, String... headers) throws IOException {
        try (Socket socket = connect()) {
            Exchange.send(socket, method, path, headers);
            return Exchange.receive(socket, method);
        }
    }

    Exchange get(String path, String... headers) throws IOException {
        return send("GET", path, headers);
    }

    Map<String, Object> statistics() throws IOException {
        return JSON.std.mapFrom(get("/statistics").text());
    }

    /** Waits until no request for a file is under way. */
    void awaitQuiet() {
        while (sides.stream().anyMatch(side -> !Long.valueOf(0).equals(side.traffic().figures().get("requestsUnderWay")))) {
            Thread.onSpinWait();
        }
    }

    static int openDescriptors() {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return (int) descriptors.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file whose validators are strong, as its last change is long ago. */
    static Path oldFile(Path file, byte[] content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, content);
        return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(1))));
    }

    static void pipe(Path path) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("mkfifo", path.toString()).start();
        assertThat(process.waitFor()).isZero();
    }

    @Override
    public void close() {
        server.close();
    }
}
