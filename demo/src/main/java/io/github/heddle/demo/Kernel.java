package io.github.heddle.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the kernel tells of itself and of this process. */
public final class Kernel {
    private final Path proc;

    /** @param proc where the proc file system is mounted */
    public Kernel(Path proc) {
        this.proc = proc;
    }

    public String release() {
        return line("sys/kernel/osrelease").orElse("unknown");
    }

    /** {@return who may not use io_uring: 0 none, 1 unprivileged processes, 2 all; empty before Linux 6.6} */
    public Optional<String> ioUringDisabled() {
        return line("sys/kernel/io_uring_disabled");
    }

    public Limit lockedMemory() {
        return limit("Max locked memory");
    }

    public Limit openFiles() {
        return limit("Max open files");
    }

    /** A resource limit of this process, as the kernel writes it: a number or "unlimited". */
    public record Limit(String soft, String hard) {
        @Override
        public String toString() {
            return soft.equals(hard) ? soft : soft + " (hard limit " + hard + ")";
        }
    }

    private Limit limit(String name) {
        for (String line : lines("self/limits")) {
            if (line.startsWith(name + " ")) {
                String[] words = line.substring(name.length()).strip().split("\\s+", -1);
                return new Limit(words[0], words[1]);
            }
        }
        return new Limit("unknown", "unknown");
    }

    private Optional<String> line(String file) {
        return lines(file).stream().findFirst();
    }

    private List<String> lines(String file) {
        try {
            return Files.readAllLines(proc.resolve(file));
        } catch (IOException absent) {
            return List.of();
        }
    }
}
