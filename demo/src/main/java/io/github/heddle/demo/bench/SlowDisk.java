package io.github.heddle.demo.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An ext4 file system on a disk that takes its time for each read and serves many at once; {@code slowdisk} makes it.
 *
 * <p>A mount outlives the process that made it, so it is taken down however this one ends.
 */
final class SlowDisk implements AutoCloseable {
    private final Path script;
    private final Path directory;
    private final Thread atExit = new Thread(this::takeDownAtExit, "slowdisk-down");

    private SlowDisk(Path script, Path directory) {
        this.script = script;
        this.directory = directory;
    }

    /**
     * Makes an empty one, which is quick until it is told to be slow.
     *
     * @throws Rival.Unavailable if this machine or this user cannot have one
     */
    static SlowDisk make(Path script, Path directory, int megabytes) throws IOException, InterruptedException {
        if (!"root".equals(System.getProperty("user.name"))) {
            throw new Rival.Unavailable("a slow disk is mounted, which needs root");
        }
        if (Files.notExists(Path.of("/dev/fuse"))) {
            throw new Rival.Unavailable("a slow disk is a FUSE server, and this kernel has no FUSE");
        }
        var disk = new SlowDisk(script, directory);
        // What a killed run may have left.
        disk.slowdisk("down");
        Runtime.getRuntime().addShutdownHook(disk.atExit);
        try {
            disk.slowdisk("new", Integer.toString(megabytes));
        } catch (IOException problem) {
            disk.close();
            throw problem;
        }
        return disk;
    }

    /** {@return where its files are} */
    Path files() {
        return directory.resolve("mnt");
    }

    /** From now on it is read-only, and each read takes so long. */
    void slow(int millis) throws IOException, InterruptedException {
        slowdisk("slow", Integer.toString(millis));
    }

    @Override
    public void close() throws IOException {
        try {
            slowdisk("down");
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (InterruptedException interrupted) {
            // The hook does it.
            Thread.currentThread().interrupt();
        }
    }

    private void takeDownAtExit() {
        // Whoever still reads would keep it mounted.
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
        try {
            slowdisk("down");
        } catch (IOException | InterruptedException problem) {
            System.err.println("heddle: " + directory + " may still be mounted: " + problem.getMessage());
        }
    }

    private void slowdisk(String verb, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("bash", script.toString(), verb, directory.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new Rival.Unavailable("slowdisk " + verb + ": " + said);
        }
    }
}
