package io.github.heddle;

import io.github.heddle.ring.Errno;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A process in an environment that has no io_uring, or not all of it. It tells how it reads, holds what it reads, by
 * several threads at once, against what {@link Files} has read before, and tells what it has left behind.
 */
final class EnvironmentChild {

    /** Whatever the page cache has goes the same way as all else. */
    static final String UNCACHED = "uncached";

    /** Before it opens the ring, and when the ring is open: it says so, and waits for a line. */
    static final String OPENING = "about to open";

    static final String OPEN = "it is open";

    /** Followed by how many descriptors can still be had while the ring opens. */
    static final String DESCRIPTORS = "descriptors=";

    /** The same while files are read. */
    static final String DESCRIPTORS_LATER = "descriptors-later=";

    /** Followed by a directory that has the same files: those to be read are not touched before. */
    static final String SAME_AS = "same-as=";

    private static final int READERS = 8;
    private static final int ROUNDS = 5;

    private static final Path DESCRIPTORS_OF_PROCESS = Path.of("/proc/self/fd");

    private final List<FileInputStream> fillers = new ArrayList<>();
    private final List<String> wishes;
    private final List<Path> files;
    private final Map<Path, byte[]> expected = new LinkedHashMap<>();

    private EnvironmentChild(List<String> arguments) {
        wishes = arguments.stream().filter(argument -> !argument.startsWith("/")).toList();
        files = arguments.stream().filter(argument -> argument.startsWith("/")).map(Path::of).toList();
    }

    public static void main(String[] arguments) throws Exception {
        new EnvironmentChild(List.of(arguments)).run();
    }

    private void run() throws Exception {
        for (Path file : files) {
            expected.put(file, Files.readAllBytes(same(file)));
        }
        // What the JDK needs for virtual threads is not to be missing when they read.
        try (ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor()) {
            Errno.name(0); // a class can be loaded where no descriptor is left, if its archive is open
            virtual.invokeAll(Collections.nCopies(READERS, () -> true));
            pause(OPENING);
            List<String> before = held();
            try (FileRing ring = open()) {
                pause(OPEN);
                takeDescriptors(DESCRIPTORS_LATER);
                readAll(ring, virtual);
                tellOfOpening(ring);
                giveDescriptors();
                RingStatistics statistics = ring.statistics();
                System.out.println("ways: ring " + statistics.ringReads() + ", fallback " + statistics.fallbackReads());
            }
            List<String> left = held();
            before.forEach(left::remove);
            System.out.println("left: " + left);
        }
    }

    private Path same(Path file) {
        return wishes.stream()
                .filter(wish -> wish.startsWith(SAME_AS))
                .map(wish -> Path.of(wish.substring(SAME_AS.length())).resolve(file.getFileName()))
                .findFirst()
                .orElse(file);
    }

    private FileRing open() throws IOException {
        takeDescriptors(DESCRIPTORS);
        FileRing ring = FileRing.builder().cachedReads(!wishes.contains(UNCACHED)).open();
        Backend backend = ring.backend();
        giveDescriptors();
        System.out.println("kind: " + backend.kind());
        System.out.println("reason: " + backend.reason().orElse(""));
        System.out.println("remedy: " + backend.remedy().orElse(""));
        System.out.println("details: " + backend.details());
        return ring;
    }

    private void pause(String moment) throws IOException {
        if (wishes.contains(moment)) {
            System.out.println(moment);
            int read;
            do {
                read = System.in.read();
            } while (read != '\n' && read >= 0);
        }
    }

    private void takeDescriptors(String wish) throws IOException {
        for (String asked : wishes) {
            if (asked.startsWith(wish)) {
                leave(Integer.parseInt(asked.substring(wish.length())));
            }
        }
    }

    private void giveDescriptors() throws IOException {
        for (FileInputStream filler : fillers) {
            filler.close();
        }
        fillers.clear();
    }

    /** An open file takes a descriptor of the process also where its bytes come through the ring. */
    private void tellOfOpening(FileRing ring) {
        try {
            ring.open(files.getFirst()).close();
            System.out.println("opened: yes");
        } catch (IOException e) {
            System.out.println("opened: " + e);
        }
    }

    /** Fills the table of descriptors but for so many. */
    private void leave(int free) throws IOException {
        while (true) {
            try {
                fillers.add(new FileInputStream("/dev/null"));
            } catch (IOException full) {
                break;
            }
        }
        for (int i = 0; i < free; i++) {
            fillers.removeLast().close();
        }
    }

    private void readAll(FileRing ring, ExecutorService threads) throws Exception {
        int right = 0;
        List<Callable<Boolean>> readers = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            readers.add(() -> read(ring));
        }
        for (Future<Boolean> reader : threads.invokeAll(readers)) {
            right += reader.get() ? 1 : 0;
        }
        System.out.println("right: " + right + " of " + READERS);
    }

    private boolean read(FileRing ring) {
        try {
            for (int round = 0; round < ROUNDS; round++) {
                for (Path file : files) {
                    compare(ring, file, expected.getOrDefault(file, new byte[0]));
                }
            }
            return true;
        } catch (Throwable e) {
            System.out.println("failed: " + e);
            return false;
        }
    }

    private static void compare(FileRing ring, Path file, byte[] bytes) throws IOException {
        int from = bytes.length / 3;
        if (!Arrays.equals(ring.read(file), bytes)) {
            throw new IOException("other bytes in " + file);
        }
        byte[] part = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + 100_000));
        if (!Arrays.equals(ring.read(file, from, 100_000), part)) {
            throw new IOException("other bytes in a part of " + file);
        }
    }

    /** {@return what the process has open but for its classes, and what it has mapped of rings; where there is /proc} */
    private static List<String> held() throws IOException {
        Map<String, String> held = new TreeMap<>();
        if (!Files.exists(DESCRIPTORS_OF_PROCESS)) {
            return new ArrayList<>();
        }
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(DESCRIPTORS_OF_PROCESS)) {
            for (Path descriptor : descriptors) {
                String target = targetOf(descriptor);
                if (!target.matches("/proc/\\d+/fd|.*\\.jar|gone")) {
                    held.put(descriptor.getFileName() + " ", target);
                }
            }
        }
        List<String> all = new ArrayList<>();
        held.forEach((number, target) -> all.add(number + target));
        for (String line : Files.readAllLines(Path.of("/proc/self/maps"))) {
            if (line.contains("io_uring")) {
                all.add(line);
            }
        }
        return all;
    }

    private static String targetOf(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return "gone"; // the one by which they are listed
        }
    }
}
