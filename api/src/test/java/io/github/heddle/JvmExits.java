package io.github.heddle;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * JVMs that end while they read through the ring, two at a time, each in the next of the ways that there are.
 *
 * <p>{@code java … io.github.heddle.JvmExits [COUNT]}; 1,000 unless told. The last line is the sum, and the exit status 1
 * if anything was not as it must be.
 */
final class JvmExits {

    private static final int AT_ONCE = 2;
    private static final long SECONDS_AT_MOST = 60;
    private static final Pattern LAST_WORDS = Pattern.compile("read (\\d+), in flight (\\d+), wrong (\\d+)");

    private final Path data;
    private final Path workingDirectory;
    private final Map<ExitingChild.Way, Integer> exits = new EnumMap<>(ExitingChild.Way.class);
    private final List<String> faults = new ArrayList<>();

    private JvmExits(Path directory) throws Exception {
        data = Files.createDirectory(directory.resolve("data"));
        workingDirectory = Files.createDirectory(directory.resolve("working"));
        for (int i = 0; i < 8; i++) {
            Files.write(data.resolve("file-" + i), SlowFs.pattern(1 + 50_000 * i));
        }
        Fifo.make(data.resolve("silent"));
    }

    public static void main(String[] arguments) throws Exception {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1000;
        Path directory = Files.createTempDirectory("heddle-exits");
        JvmExits exits = run(directory, count);
        System.out.println(exits);
        Tools.deleteTree(directory);
        if (!exits.faults().isEmpty()) {
            System.exit(1);
        }
    }

    static JvmExits run(Path directory, int count) throws Exception {
        JvmExits exits = new JvmExits(directory);
        ExitingChild.Way[] ways = ExitingChild.Way.values();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<?>> runs = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                ExitingChild.Way way = ways[i % ways.length];
                runs.add(threads.submit(() -> {
                    exits.runOne(way);
                    return null;
                }));
            }
            for (Future<?> run : runs) {
                run.get();
            }
        }
        exits.lookForDumps();
        return exits;
    }

    private void runOne(ExitingChild.Way way) throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx32m", "-Xss512k", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto",
                        "--enable-native-access=ALL-UNNAMED", "-cp", Child.classPath(), ExitingChild.class.getName(),
                        way.name(), data.toString())
                .directory(workingDirectory.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String words;
        boolean ended;
        try (BufferedReader output = child.inputReader()) {
            words = String.valueOf(output.readLine());
            if (way.isSignal()) {
                Tools.run("kill", "-s", way.name().substring("SIG".length()), Long.toString(child.pid()));
            }
            ended = child.waitFor(SECONDS_AT_MOST, TimeUnit.SECONDS);
        }
        Matcher told = LAST_WORDS.matcher(words);
        if (!ended) {
            child.destroyForcibly();
            add(way, "did not end within " + SECONDS_AT_MOST + " s", words);
        } else if (child.exitValue() != way.status) {
            add(way, "ended with status " + child.exitValue(), words);
        } else if (!told.matches() || told.group(2).equals("0") || !told.group(3).equals("0")) {
            add(way, "was not reading, or not rightly", words);
        } else {
            add(way, "", words);
        }
    }

    private synchronized void add(ExitingChild.Way way, String fault, String words) {
        exits.merge(way, 1, Integer::sum);
        if (!fault.isEmpty()) {
            faults.add(way + " " + fault + ", having said: " + words);
        }
    }

    /** Whatever a JVM leaves behind is an hs_err file, a core or a replay of the compiler. */
    private void lookForDumps() throws IOException {
        try (Stream<Path> left = Files.list(workingDirectory)) {
            left.forEach(file -> faults.add("left behind: " + file.getFileName()));
        }
    }

    List<String> faults() {
        return faults;
    }

    @Override
    public String toString() {
        return exits.values().stream().mapToInt(Integer::intValue).sum() + " exits " + exits + ", " + faults.size()
                + " faults" + String.join("", faults.stream().map(fault -> "\n  " + fault).toList());
    }
}
