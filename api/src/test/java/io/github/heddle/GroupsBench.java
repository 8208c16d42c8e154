package io.github.heddle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What groups cost: files/s without groups, with groups read ahead and with a barrier, on the same cold files.
 *
 * <p>{@code java … io.github.heddle.GroupsBench DIR [FILES [ROUNDS]]}, as root, since it drops the kernel's caches; 20,000
 * files and 5 rounds unless told. The files, of 4 KiB each, are made in DIR if they are not there, and stay. Every round
 * measures each way in turn; the table has the medians.
 */
final class GroupsBench {

    private static final int FILE_BYTES = 4096;
    private static final int FILES_PER_DIRECTORY = 1000;
    private static final int[] GROUP_SIZES = {1, 2, 32};

    private final FileRing ring;
    private final List<ReadRequest> requests;

    private GroupsBench(FileRing ring, List<ReadRequest> requests) {
        this.ring = ring;
        this.requests = requests;
    }

    /** A way to read all files. */
    @FunctionalInterface
    private interface Way {
        /** {@return how many results there were} */
        int read() throws IOException;
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 0) {
            System.err.println("usage: GroupsBench DIR [FILES [ROUNDS]]");
            return;
        }
        int files = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 20_000;
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5;
        List<ReadRequest> requests = new ArrayList<>(makeFiles(Path.of(arguments[0]), files));
        Collections.shuffle(requests, new Random(1));
        try (FileRing ring = FileRing.open()) {
            System.out.printf("%,d files of 4 KiB, cold, %s, files/s, medians of %d rounds%n%n", files,
                    ring.backend().kind(), rounds);
            new GroupsBench(ring, requests).measure(rounds);
        }
    }

    private static List<ReadRequest> makeFiles(Path directory, int count) throws IOException {
        List<ReadRequest> requests = new ArrayList<>();
        byte[] bytes = new byte[FILE_BYTES];
        for (int i = 0; i < count; i++) {
            Path below = directory.resolve("groups-" + i / FILES_PER_DIRECTORY);
            if (i % FILES_PER_DIRECTORY == 0) {
                Files.createDirectories(below);
            }
            Path file = below.resolve("file-" + i);
            if (!Files.exists(file)) {
                Files.write(file, bytes);
            }
            requests.add(ReadRequest.of(file));
        }
        return requests;
    }

    private void measure(int rounds) throws Exception {
        List<Way> ways = new ArrayList<>();
        ways.add(this::readUngrouped);
        for (int size : GROUP_SIZES) {
            for (GroupOrder order : GroupOrder.values()) {
                ways.add(() -> readGrouped(size, order));
            }
        }
        for (Way way : ways) {
            filesPerSecond(way); // to warm up
        }
        double[][] rates = new double[ways.size()][rounds];
        for (int round = 0; round < rounds; round++) {
            for (int way = 0; way < ways.size(); way++) {
                rates[way][round] = filesPerSecond(ways.get(way));
            }
        }
        print(rates);
    }

    private double filesPerSecond(Way way) throws Exception {
        Tools.run("sh", "-c", "sync; echo 3 > /proc/sys/vm/drop_caches");
        long begin = System.nanoTime();
        int count = way.read();
        long nanos = System.nanoTime() - begin;
        if (count != requests.size()) {
            throw new IllegalStateException(count + " results of " + requests.size() + " requests");
        }
        return count * 1e9 / nanos;
    }

    private int readUngrouped() throws IOException {
        int count = 0;
        try (Completions completions = ring.completions(requests.stream())) {
            while (completions.hasNext()) {
                check(completions.next());
                count++;
            }
        }
        return count;
    }

    private int readGrouped(int size, GroupOrder order) throws IOException {
        Stream<List<ReadRequest>> source = IntStream.range(0, (requests.size() + size - 1) / size)
                .mapToObj(i -> requests.subList(i * size, Math.min((i + 1) * size, requests.size())));
        int count = 0;
        try (Groups groups = ring.groups(source, order)) {
            while (groups.hasNext()) {
                for (ReadResult result : groups.next()) {
                    check(result);
                    count++;
                }
            }
        }
        return count;
    }

    private static void check(ReadResult result) throws IOException {
        if (result.bytes().length != FILE_BYTES) {
            throw new IllegalStateException(result.toString());
        }
    }

    private static void print(double[][] rates) {
        Iterator<double[]> medians = Arrays.asList(rates).iterator();
        System.out.println("| order | group size | files/s | of ungrouped |");
        System.out.println("|---|---|---|---|");
        double ungrouped = median(medians.next());
        printRow("none (completions)", "", ungrouped, ungrouped);
        for (int size : GROUP_SIZES) {
            for (GroupOrder order : GroupOrder.values()) {
                printRow(order.name(), String.valueOf(size), median(medians.next()), ungrouped);
            }
        }
    }

    private static void printRow(String order, String size, double rate, double ungrouped) {
        System.out.printf("| %s | %s | %,.0f | %.2f |%n", order, size, rate, rate / ungrouped);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
