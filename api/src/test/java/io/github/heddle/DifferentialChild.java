package io.github.heddle;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * The process that {@link DifferentialProcess} starts: asks the JDK and the rings for the same files, and prints their
 * answers, one a line. Its arguments are the setups, separated by commas, and then the requests in their order.
 */
final class DifferentialChild {

    /** Reads a whole file. The path follows. */
    static final String WHOLE = "whole";

    /** Reads a part of a file. Path, offset and length follow. */
    static final String RANGE = "range";

    /** Renames a directory before anything is read. Its path and the new one follow. */
    static final String MOVE = "move";

    /** Takes all descriptors that are free before anything is read. */
    static final String FILL = "fill-descriptors";

    /** Spares the JDK. */
    static final String RINGS_ONLY = "rings-only";

    /** Stands before an answer of the JDK, as a setup's name does before its own. */
    static final String JDK = "JDK";

    private DifferentialChild() {}

    public static void main(String[] arguments) throws Exception {
        List<String> requests = List.of(arguments).subList(1, arguments.length);
        Map<Setup, FileRing> rings = new EnumMap<>(Setup.class);
        for (String name : arguments[0].split(",", -1)) {
            Setup setup = Setup.valueOf(name);
            rings.put(setup, setup.open());
        }
        for (int i = 0; i < requests.size(); i++) {
            if (requests.get(i).equals(MOVE)) {
                Files.move(Path.of(requests.get(i + 1)), Path.of(requests.get(i + 2)));
            }
        }
        List<String> answers = answers(requests, rings);
        if (requests.contains(FILL)) {
            // Classes are loaded from files too: by now, all that the reads need are there.
            List<FileInputStream> taken = takeDescriptors();
            answers = answers(requests, rings);
            for (FileInputStream stream : taken) {
                stream.close();
            }
        }
        answers.forEach(System.out::println);
        rings.values().forEach(FileRing::close);
    }

    private static List<FileInputStream> takeDescriptors() {
        List<FileInputStream> taken = new ArrayList<>();
        try {
            while (true) {
                taken.add(new FileInputStream("/dev/null"));
            }
        } catch (IOException e) {
            return taken; // there are no more
        }
    }

    private static List<String> answers(List<String> requests, Map<Setup, FileRing> rings) throws InterruptedException {
        List<String> answers = new ArrayList<>();
        if (!requests.contains(RINGS_ONLY)) {
            for (Callable<byte[]> read : reads(requests, Files::readAllBytes, Differential::range)) {
                answers.add(JDK + "\t" + Outcome.of(read));
            }
        }
        for (Map.Entry<Setup, FileRing> entry : rings.entrySet()) {
            FileRing ring = entry.getValue();
            for (Callable<byte[]> read : reads(requests, ring::read, ring::read)) {
                Outcome outcome = Outcome.of(read);
                if (entry.getKey().isCached() && outcome.isSuccess()) {
                    outcome = Outcome.of(read);
                }
                answers.add(entry.getKey() + "\t" + outcome);
            }
        }
        return answers;
    }

    private static List<Callable<byte[]>> reads(
            List<String> requests, Differential.Reader whole, RangeReader range) {
        List<Callable<byte[]>> reads = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            switch (requests.get(i)) {
                case WHOLE -> {
                    Path path = Path.of(requests.get(++i));
                    reads.add(() -> whole.read(path));
                }
                case RANGE -> {
                    Path path = Path.of(requests.get(++i));
                    long offset = Long.parseLong(requests.get(++i));
                    int length = Integer.parseInt(requests.get(++i));
                    reads.add(() -> range.read(path, offset, length));
                }
                case MOVE -> i += 2;
                default -> {}
            }
        }
        return reads;
    }

    @FunctionalInterface
    private interface RangeReader {
        byte[] read(Path path, long offset, int length) throws IOException;
    }
}
