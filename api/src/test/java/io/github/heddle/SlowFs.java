package io.github.heddle;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The FUSE file system of {@code src/test/faults/slowfs.py}, on which a file's name chooses its fault. */
final class SlowFs implements AutoCloseable {

    private static final Path SCRIPT = Path.of("src", "test", "faults", "slowfs.py").toAbsolutePath();

    private final Path point;
    private final Path release;
    private final Process server;
    private final BufferedReader output;

    private SlowFs(Path point, Path release, Process server) {
        this.point = point;
        this.release = release;
        this.server = server;
        output = server.inputReader();
    }

    static SlowFs mount(Path point, String... options) throws IOException {
        assumeTrue(Tools.isRoot(), "needs root, to mount");
        assumeTrue(Tools.has("python3"), "python3 is missing: install it, it runs slowfs.py");
        assumeTrue(Files.exists(Path.of("/dev/fuse")), "this kernel has no FUSE");
        return start(point, options);
    }

    /** Likewise, for a program that is no test. */
    static SlowFs start(Path point, String... options) throws IOException {
        Path release = point.resolveSibling(point.getFileName() + ".release");
        List<String> command = new ArrayList<>(List.of("python3", SCRIPT.toString()));
        command.addAll(List.of(options));
        command.addAll(List.of(point.toString(), release.toString()));
        SlowFs mounted = new SlowFs(
                point,
                release,
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start());
        String told = mounted.output.readLine();
        if (told == null || !told.startsWith("mounted")) {
            throw new IOException("slowfs.py did not mount " + point + ": " + told);
        }
        return mounted;
    }

    Path file(String name) {
        return point.resolve(name);
    }

    /** Lets all that hangs go on. */
    void release() throws IOException {
        Files.createFile(release);
    }

    /** After {@link #release}, and when all has gone on: from now on what can hang hangs again. */
    void hold() throws IOException {
        Files.delete(release);
    }

    /** The server answers nothing any more, as one that cannot be reached. */
    void fallSilent() throws Exception {
        Tools.run("kill", "-STOP", String.valueOf(server.pid()));
    }

    void awake() throws Exception {
        Tools.run("kill", "-CONT", String.valueOf(server.pid()));
    }

    /** Kills the server. The mount stays, until it is unmounted by somebody else. */
    void kill() {
        server.destroyForcibly();
        server.onExit().join();
    }

    /** Unmounts it. */
    @Override
    public void close() throws IOException {
        server.destroy();
        server.onExit().join();
        output.close();
    }

    /** {@return the first bytes of each of its files} */
    static byte[] pattern(int size) {
        return pattern(0, size);
    }

    static byte[] pattern(int from, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            int at = from + i;
            bytes[i] = (byte) (at * 31 + (at >> 8));
        }
        return bytes;
    }
}
