package io.github.heddle.stress;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "races",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the jcstress tests of what the engine's threads share, and their controls: wrong variants, each of which"
                    + " has to show that it is wrong. Modes:",
            "  sanity  only shows that the tests run: it is blind, ignores controls",
            "  brief   what 'mvn verify' runs: one JVM per test, C2 only",
            "  quick   a second per test with each of jcstress's options for the JVM",
            "  full    the same for longer, and in more JVMs"
        },
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {
            "0:no forbidden outcome, everything ran, and the controls fired",
            "1:something forbidden, a test that failed or did not run, or a blind run: in brief and quick more than a"
                    + " third of the controls did not fire, in full one",
            "2:wrong arguments, or no such test"
        })
final class RacesCommand implements Callable<Integer> {

    private static final String RESULTS = "jcstress-results-*.bin.gz";

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "MODE",
            description = "sanity, brief, quick or full. Default: quick.")
    private @Nullable String first;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "TEST",
            description = "Runs the tests that this regular expression is found in. Default: all.")
    private @Nullable String second;

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description = "Where to leave the log and the report, in a directory named like the mode, which loses those"
                    + " of the run before. Default: stress/target/races.")
    private Path directory = Path.of(System.getProperty("heddle.repository", ""), "stress", "target", "races");

    @Override
    public Integer call() throws IOException, InterruptedException {
        RaceMode mode = mode(first);
        if (mode == null && second != null) {
            throw new ParameterException(
                    spec.commandLine(), "'" + first + "' is no mode: sanity, brief, quick and full are.");
        }
        String test = mode == null ? first : second;
        return run(mode == null ? RaceMode.QUICK : mode, test == null ? ".*" : test);
    }

    private static @Nullable RaceMode mode(@Nullable String word) {
        return Arrays.stream(RaceMode.values())
                .filter(mode -> mode.toString().equalsIgnoreCase(word))
                .findFirst()
                .orElse(null);
    }

    private int run(RaceMode mode, String test) throws IOException, InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        List<Race> races = races(test);
        if (races.isEmpty()) {
            // Without the usage, which would hide it.
            err.println("races: no test matches '" + test + "'; there are " + topics());
            err.flush();
            return ExitCode.USAGE;
        }
        Path work = directory.toAbsolutePath().normalize().resolve(mode.toString());
        Path log = work.resolve("jcstress.log");
        long controls = races.stream().filter(Race::isControl).count();
        err.printf("races: %s, tests: %d, controls: %d, log: %s%n", mode, races.size() - controls, controls, log);
        err.flush();
        int processors = Runtime.getRuntime().availableProcessors();
        long start = System.nanoTime();
        empty(work);
        int end = jcstress(mode, test, work, log);
        Duration time = Duration.ofNanos(System.nanoTime() - start);

        String architecture = System.getProperty("os.arch");
        RaceReport report =
                new RaceReport(mode, RaceReport.isWeak(architecture), processors, races, results(work), end);
        PrintWriter out = spec.commandLine().getOut();
        report.printTable(out);
        out.printf(
                "%nraces: %s, %d:%02d min, JDK %s, %d processors (%s), %s%n",
                mode,
                time.toMinutes(),
                time.toSecondsPart(),
                Runtime.version(),
                processors,
                architecture,
                report.summary());
        out.println("log:   " + log);
        out.println("HTML:  " + work.resolve("report", "index.html"));
        report.printFindings(out);
        out.flush();
        return report.held() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private List<Race> races(String test) {
        try {
            return Race.matching(Pattern.compile(test));
        } catch (PatternSyntaxException e) {
            throw new ParameterException(
                    spec.commandLine(), "'" + test + "' is no regular expression: " + e.getDescription() + ".", e);
        }
    }

    private static String topics() {
        return Race.matching(Pattern.compile("")).stream()
                .map(Race::topic)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }

    /** Deletes what a former run left, and nothing else: the directory may be any. */
    private static void empty(Path work) throws IOException {
        for (String tree : List.of("report", "tmp")) {
            if (Files.exists(work.resolve(tree))) {
                Commands.deleteTree(work.resolve(tree));
            }
        }
        Files.createDirectories(work.resolve("tmp"));
        try (DirectoryStream<Path> former = Files.newDirectoryStream(work, RESULTS)) {
            for (Path file : former) {
                Files.delete(file);
            }
        }
    }

    /** In a JVM of its own: it hands its options on to those that it forks. {@return its exit status} */
    private static int jcstress(RaceMode mode, String test, Path work, Path log)
            throws IOException, InterruptedException {
        Path temporary = work.resolve("tmp");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + temporary,
                "-Djna.tmpdir=" + temporary,
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath(),
                org.openjdk.jcstress.Main.class.getName()));
        command.addAll(mode.options());
        command.addAll(List.of("-t", test, "-r", work.resolve("report").toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        // The launcher sets it for the search of leaks, where time does not matter.
        builder.environment().remove("GLIBC_TUNABLES");
        try (Undo undo = new Undo()) {
            Process process = builder.start();
            undo.push(() -> stop(process));
            process.getOutputStream().close();
            return process.waitFor();
        }
    }

    private static void stop(Process process) {
        List<ProcessHandle> forked = process.descendants().toList();
        process.destroy();
        forked.forEach(ProcessHandle::destroy);
    }

    /** It runs in another directory. */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static List<RaceResult> results(Path work) throws IOException {
        List<RaceResult> results = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(work, RESULTS)) {
            for (Path file : files) {
                results.addAll(RaceResult.read(file));
            }
        }
        return results;
    }
}
