package io.github.heddle.demo;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;

/** The kernel's page cache, which root may empty. */
public final class PageCache {
    private final Path control;
    private final List<String> sync;
    private final Set<String> inMemory;

    /**
     * A cache that is controlled by a file.
     *
     * @param control the file that empties the cache of clean pages when 3 is written to it
     * @param sync the command that makes dirty pages clean
     * @param inMemory the types of file system that have no disk below
     */
    public PageCache(Path control, List<String> sync, Set<String> inMemory) {
        this.control = control;
        this.sync = sync;
        this.inMemory = inMemory;
    }

    public static PageCache ofKernel() {
        return new PageCache(Path.of("/proc/sys/vm/drop_caches"), List.of("sync"), Set.of("tmpfs", "ramfs"));
    }

    public void drop() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(sync).inheritIO().start();
        int status = process.waitFor();
        if (status != 0) {
            throw new IOException(String.join(" ", sync) + " failed with status " + status);
        }
        try {
            Files.writeString(control, "3\n", StandardOpenOption.WRITE);
        } catch (FileSystemException problem) {
            throw new IOException("writing " + control + ": " + Reason.of(problem), problem);
        }
    }

    /** Fails where reading the files below a directory afresh would not reach a disk. */
    public void checkHolds(Path directory) throws IOException {
        String type = Files.getFileStore(directory).type();
        if (inMemory.contains(type)) {
            throw new IOException(directory + " lies on " + type + ", whose files are always in memory");
        }
    }
}
