package io.github.heddle.demo.load;

import io.github.heddle.demo.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Files that do not answer for a while, without a slow disk and without root: named pipes in a directory of their own,
 * which is removed at the close and when this JVM ends.
 */
final class SlowFiles implements AutoCloseable {
    /** So long that it does not end by itself. */
    static final Duration UNTIL_RELEASED = Duration.ofDays(1);

    private static final int SIZE = 4096;
    /** Each is made by one start of a command, which takes some milliseconds. */
    private static final int BATCH = 64;

    private final Path directory;
    private final Duration delay;
    private final Random random = new Random(1);
    private final Deque<SlowFile> fresh = new ArrayDeque<>();
    private final Set<SlowFile> taken = new HashSet<>();
    private final Thread atExit = new Thread(this::remove, "heddle-slow-files-remove");

    private boolean isReleased;
    private boolean isRemoved;
    private long number;

    private SlowFiles(Path directory, Duration delay) {
        this.directory = directory;
        this.delay = delay;
    }

    /**
     * Makes a directory for them.
     *
     * @param parent where it is made
     * @param delay after which each answers its reader
     */
    static SlowFiles below(Path parent, Duration delay) throws IOException {
        SlowFiles files;
        try {
            files = new SlowFiles(Files.createTempDirectory(parent, "heddle-slow-"), delay);
        } catch (FileSystemException problem) {
            throw new IOException(
                    "the slow files are named pipes in a new directory below " + parent + ", which cannot be made: "
                            + Reason.of(problem),
                    problem);
        }
        Runtime.getRuntime().addShutdownHook(files.atExit);
        return files;
    }

    /** {@return where they are} */
    Path directory() {
        return directory;
    }

    /** {@return one that nobody has read yet} */
    synchronized SlowFile next() throws IOException, InterruptedException {
        if (isRemoved) {
            throw new IOException(directory + " and its slow files are removed");
        }
        if (fresh.isEmpty()) {
            makeMore();
        }
        SlowFile next = fresh.remove();
        taken.add(next);
        if (isReleased) {
            next.release();
        }
        return next;
    }

    private void makeMore() throws IOException, InterruptedException {
        List<Path> paths = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            paths.add(directory.resolve("file" + number++));
        }
        List<String> command = new ArrayList<>(List.of("mkfifo", "-m", "600"));
        paths.forEach(path -> command.add(path.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IOException("named pipes cannot be made in " + directory + ": " + said
                    + "; it has to be on a file system that has them");
        }
        for (Path path : paths) {
            byte[] content = new byte[SIZE];
            random.nextBytes(content);
            fresh.add(new SlowFile(path, content, delay));
        }
    }

    /** Removes one after its reader has its bytes, or has gone. */
    void done(SlowFile file) {
        synchronized (this) {
            taken.remove(file);
        }
        file.close();
    }

    /** Lets all of them answer, also those that are read from now on. */
    synchronized void release() {
        isReleased = true;
        taken.forEach(SlowFile::release);
    }

    /** From now on those that are taken have their delay again. */
    synchronized void holdBack() {
        isReleased = false;
    }

    @Override
    public void close() {
        remove();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException ending) {
            // The hook runs, and finds nothing left.
        }
    }

    private synchronized void remove() {
        isRemoved = true;
        taken.forEach(SlowFile::close);
        taken.clear();
        fresh.forEach(SlowFile::close);
        fresh.clear();
        try {
            Files.deleteIfExists(directory);
        } catch (IOException leftBehind) {
            System.err.println("heddle: " + directory + " is left behind; remove it: " + leftBehind.getMessage());
        }
    }
}
