package io.github.heddle.demo.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The memory that this process has mapped during some action, by the kernel's own account.
 *
 * <p>What opens a ring maps the rings shared with the kernel, the buffers, and a stack for the reaper; whatever else the
 * JVM happens to map meanwhile is counted as well, so the figure is an upper bound.
 */
final class MappedMemory {
    private static final Path MAPPINGS = Path.of("/proc/self/smaps");

    /** Addresses that may be written to, and how much of them is in memory. */
    record Mapping(long from, long to, long residentBytes) {
        long overlap(Mapping other) {
            return Math.max(0, Math.min(to, other.to) - Math.max(from, other.from));
        }

        long bytes() {
            return to - from;
        }
    }

    private final List<Mapping> mapped;

    private MappedMemory(List<Mapping> mapped) {
        this.mapped = mapped;
    }

    static MappedMemory by(Runnable action) throws IOException {
        List<Mapping> before = parse(Files.readAllLines(MAPPINGS));
        action.run();
        return new MappedMemory(added(before, parse(Files.readAllLines(MAPPINGS))));
    }

    long mappedBytes() {
        return mapped.stream().mapToLong(Mapping::bytes).sum();
    }

    long residentBytes() throws IOException {
        long bytes = 0;
        for (Mapping now : parse(Files.readAllLines(MAPPINGS))) {
            long ours = mapped.stream().mapToLong(now::overlap).sum();
            bytes += Math.min(ours, now.residentBytes());
        }
        return bytes;
    }

    /** A mapping may have grown or have merged with its neighbour, so addresses are compared, not mappings. */
    static List<Mapping> added(List<Mapping> before, List<Mapping> after) {
        List<Mapping> added = new ArrayList<>();
        for (Mapping mapping : after) {
            long from = mapping.from();
            for (Mapping old : before) {
                if (old.to() > from && old.from() < mapping.to()) {
                    add(added, from, old.from());
                    from = old.to();
                }
            }
            add(added, from, mapping.to());
        }
        return added;
    }

    private static void add(List<Mapping> mappings, long from, long to) {
        if (from < to) {
            mappings.add(new Mapping(from, to, 0));
        }
    }

    static List<Mapping> parse(List<String> lines) {
        List<Mapping> mappings = new ArrayList<>();
        long from = 0;
        long to = 0;
        boolean writable = false;
        for (String line : lines) {
            String[] words = line.split("\\s+", 3);
            int dash = words[0].indexOf('-');
            if (dash > 0) {
                from = Long.parseUnsignedLong(words[0].substring(0, dash), 16);
                to = Long.parseUnsignedLong(words[0].substring(dash + 1), 16);
                writable = words[1].startsWith("rw");
            } else if (writable && words[0].equals("Rss:")) {
                mappings.add(new Mapping(from, to, kibibytes(words[1])));
            }
        }
        return mappings;
    }

    private static long kibibytes(String number) {
        return Long.parseLong(number) * 1024;
    }
}
