package io.github.heddle.stress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A FUSE file system on which a file's name chooses its fault: {@code slowfs.py} of the API's tests. What hangs there is
 * let go again and again, or at once by {@link #release}.
 */
final class SlowFiles {

    private static final Path SCRIPT = Path.of("api", "src", "test", "faults", "slowfs.py");

    private final Path point;
    private final Path release;
    private final Process server;

    private SlowFiles(Path point, Path release, Process server) {
        this.point = point;
        this.release = release;
        this.server = server;
    }

    /** {@return why it cannot be had here; empty if it can} */
    static String missing() {
        if (!Commands.isRoot()) {
            return "needs root, to mount";
        }
        if (!Commands.has("python3")) {
            return "python3 is missing, which runs " + SCRIPT;
        }
        if (!Files.exists(Path.of("/dev/fuse"))) {
            return "this kernel has no FUSE";
        }
        return Files.exists(script()) ? "" : script() + " is missing: start by stress/heddle-stress";
    }

    private static Path script() {
        return Path.of(System.getProperty("heddle.repository", "..")).resolve(SCRIPT);
    }

    static SlowFiles mount(Path point, Undo undo) throws IOException {
        Files.createDirectories(point);
        Path release = point.resolveSibling(point.getFileName() + ".release");
        Process server = new ProcessBuilder("python3", script().toString(), point.toString(), release.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        SlowFiles mounted = new SlowFiles(point, release, server);
        undo.push(mounted::unmount);
        // Read without a buffer, so that the pipe's end can be left to the process.
        int first = server.getInputStream().read();
        if (first != 'm') {
            throw new IOException(script() + " has not mounted " + point);
        }
        return mounted;
    }

    Path point() {
        return point;
    }

    Path file(String name) {
        return point.resolve(name);
    }

    /** Byte i of each of its files is this of i. */
    static byte pattern(long at) {
        return (byte) (at * 31 + (at >> 8));
    }

    /** Lets all that hangs go on, now and until {@link #holdAgain}. */
    void release() throws IOException {
        Files.write(release, new byte[0]);
    }

    void holdAgain() throws IOException {
        Files.deleteIfExists(release);
    }

    /** Whatever uses it. */
    private void unmount() throws IOException {
        server.destroy();
        try {
            if (!server.waitFor(10, TimeUnit.SECONDS)) {
                server.destroyForcibly();
                Commands.run("umount", "--lazy", point);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.getInputStream().close();
        Files.deleteIfExists(release);
    }
}
