package io.github.heddle.stress;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What this process holds: descriptors, threads and memory.
 *
 * @param items how much of each; what is in KiB says so
 */
record Holdings(NavigableMap<String, Long> items) {

    /** The buffers of rings are mapped by themselves, and so no book of the JVM has them. */
    static final String BEYOND_THE_BOOKS = "KiB mapped beyond the JVM's books";

    static final String OFF_THE_HEAP = "KiB off the heap, by the JVM's books";

    /** The kernel ends those that are idle, but for the last one of each of a ring's two kinds. */
    static final String WORKERS = "threads: iou-wrk-# beyond two a ring";

    private static final int WORKERS_THAT_STAY = 2;

    private static final long ARENA_BYTES = 64 << 20;

    private static final Path SELF = Path.of("/proc/self");

    /** The JDK makes and ends these by need. */
    private static final Pattern THREADS_OF_THE_JDK = Pattern.compile(
            "ForkJoinPool.*|VirtualThread-.*|Read-Poller|process reaper.*|Attach Listener|Cleaner-\\d+");

    private static final Pattern MAPPING = Pattern.compile("(\\p{XDigit}+)-(\\p{XDigit}+) (\\S{4}) \\S+ \\S+ (\\d+) *(.*)");
    private static final Pattern MAPPED = Pattern.compile("mmap: reserved=\\d+KB, committed=(\\d+)KB");
    private static final Pattern THREADS = Pattern.compile("- +Thread \\(reserved=(\\d+)KB, committed=(\\d+)KB\\)");
    private static final Pattern OTHER = Pattern.compile("- +Other \\(reserved=\\d+KB, committed=(\\d+)KB\\)");
    private static final Pattern LOCKED = Pattern.compile("(Vm(?:Lck|Pin)):\\s*(\\d+) kB");

    static Holdings now() throws IOException {
        Holdings now = new Holdings(new TreeMap<>());
        now.takeDescriptors();
        now.takeThreads();
        now.takeMemory();
        return now;
    }

    private void add(String item, long amount) {
        items.merge(item, amount, Long::sum);
    }

    long of(String item) {
        return items.getOrDefault(item, 0L);
    }

    /** {@return how much there is of all items whose names begin so} */
    long all(String prefix) {
        return items.subMap(prefix, prefix + Character.MAX_VALUE).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private void takeDescriptors() throws IOException {
        Path own = Path.of("/proc", Long.toString(ProcessHandle.current().pid()), "fd");
        try (DirectoryStream<Path> links = Files.newDirectoryStream(SELF.resolve("fd"))) {
            for (Path link : links) {
                String target;
                try {
                    target = Files.readSymbolicLink(link).toString();
                } catch (IOException e) {
                    continue; // closed meanwhile
                }
                if (!target.equals(own.toString())) { // that is this listing
                    add("descriptors: " + kind(target), 1);
                }
            }
        }
    }

    private static String kind(String target) {
        if (target.startsWith("anon_inode:")) {
            return target.substring("anon_inode:".length());
        }
        if (!target.startsWith("/")) {
            return target.substring(0, Math.max(0, target.indexOf(':')));
        }
        Path directory = Path.of(target).getParent();
        return "files in " + (directory == null ? "/" : directory);
    }

    private void takeThreads() throws IOException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (!THREADS_OF_THE_JDK.matcher(thread.getName()).matches()) {
                add("threads: " + thread.getName().replaceAll("\\d+", "#"), 1);
            }
        }
        long workers = 0;
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(SELF.resolve("task"))) {
            for (Path task : tasks) {
                try {
                    workers += Files.readString(task.resolve("comm")).startsWith("iou-wrk") ? 1 : 0;
                } catch (IOException e) {
                    // it has ended meanwhile
                }
            }
        }
        add(WORKERS, Math.max(0, workers - WORKERS_THAT_STAY * of("descriptors: [io_uring]")));
    }

    private void takeMemory() throws IOException {
        List<Matcher> mappings;
        try (Stream<String> lines = Files.lines(SELF.resolve("maps"), StandardCharsets.ISO_8859_1)) {
            mappings = lines.map(MAPPING::matcher).filter(Matcher::matches).toList();
        }
        long writable = 0;
        for (int i = 0; i < mappings.size(); i++) {
            Matcher mapping = mappings.get(i);
            if (mapping.group(5).startsWith("anon_inode:[io_uring]")) {
                add("mappings of io_uring", 1);
            } else if (mapping.group(4).equals("0")
                    && mapping.group(3).matches(".w.p")
                    && !isOfMalloc(mapping, mappings.get(Math.min(i + 1, mappings.size() - 1)))) {
                writable += address(mapping, 2) - address(mapping, 1);
            }
        }
        String books = command("vmNativeMemory", "summary");
        // Of a stack the books count what was touched, and all of it is mapped.
        long own = number(books, MAPPED, 1) - number(books, THREADS, 2) + number(books, THREADS, 1);
        add(BEYOND_THE_BOOKS, writable / 1024 - own);
        add(OFF_THE_HEAP, books.contains("Other (") ? number(books, OTHER, 1) : 0);
        Matcher locked = LOCKED.matcher(Files.readString(SELF.resolve("status")));
        while (locked.find()) {
            add("KiB of " + locked.group(1), Long.parseLong(locked.group(2)));
        }
    }

    /** The C library keeps what is freed, and its heaps are as large as they ever were. */
    private static boolean isOfMalloc(Matcher mapping, Matcher next) {
        long start = address(mapping, 1);
        boolean isArena = start % ARENA_BYTES == 0
                && address(next, 1) == address(mapping, 2)
                && next.group(3).equals("---p")
                && address(next, 2) == start + ARENA_BYTES;
        return isArena || mapping.group(5).equals("[heap]");
    }

    private static long address(Matcher mapping, int group) {
        return Long.parseUnsignedLong(mapping.group(group), 16);
    }

    private static long number(String text, Pattern pattern, int group) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException(
                    "the JVM keeps no books of its memory: start it by stress/heddle-stress, or with"
                            + " -XX:NativeMemoryTracking=summary; it said: " + text);
        }
        return Long.parseLong(matcher.group(group));
    }

    /** Gives back what only waits for a collection, or for the C library to return it. */
    static void tidyUp() {
        System.gc();
        // The stacks of threads that have ended are unmapped when others end.
        for (int i = 0; i < 2; i++) {
            Thread thread = Thread.ofPlatform().start(() -> {});
            boolean ended = false;
            while (!ended) {
                try {
                    thread.join();
                    ended = true;
                } catch (InterruptedException e) {
                    ended = false;
                }
            }
        }
        command("systemTrimNativeHeap");
    }

    /** A command of jcmd. */
    private static String command(String name, String... arguments) {
        try {
            Object[] parameters = arguments.length == 0 ? new Object[0] : new Object[] {arguments};
            String[] signature = arguments.length == 0 ? new String[0] : new String[] {String[].class.getName()};
            return String.valueOf(ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"), name, parameters, signature));
        } catch (JMException e) {
            throw new IllegalStateException("the JVM does not know the command " + name, e);
        }
    }

    /** {@return the items that either has any of} */
    static List<String> items(Holdings one, Holdings other) {
        return Stream.concat(one.items.keySet().stream(), other.items.keySet().stream())
                .distinct()
                .sorted()
                .toList();
    }
}
