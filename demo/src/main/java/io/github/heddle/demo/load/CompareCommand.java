package io.github.heddle.demo.load;

import io.github.heddle.demo.DirectoryToServe;
import io.github.heddle.demo.ModuleVersion;
import io.github.heddle.demo.Output;
import io.github.heddle.demo.PageCache;
import io.github.heddle.demo.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Puts the same load on both sides of the file server. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        versionProvider = ModuleVersion.class,
        description = {
            "Asks a file server for a directory's files, at a fixed rate, and for /ping, which reads no file: one that"
                    + " reads by java.nio.file.Files, and one that reads by RingFiles.",
            "Requests are sent at fixed instants, whether or not others are answered, and a latency counts from that"
                    + " instant. Each server is a process of its own. They take turns, as they would otherwise take"
                    + " the processors from each other: of 5 seconds at most, so that a machine that is busy for a"
                    + " while hits both; who begins alternates."
        },
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {"0:both were measured", "1:something failed", "2:wrong arguments"})
public final class CompareCommand implements Callable<Integer> {
    private static final double MOST_A_SECOND = 100_000;
    private static final int MOST_READERS = 1_000;
    private static final double LONGEST = 86_400;

    private final Output output;
    private final PageCache pageCache;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--dir", paramLabel = "DIR", description = "Whose files to read. Default: the tour's sample files.")
    private @Nullable Path directory;

    @Option(
            names = "--cold",
            description = "Empty the machine's page cache before each turn, which only root may. Without it files are"
                    + " on the disk or in memory as it happens.")
    private boolean cold;

    @Option(names = "--json", description = "Print one JSON object instead.")
    private boolean json;

    private double rate;
    private double pings;
    private double seconds;
    private double slowDelay;
    private int slow;

    public CompareCommand(Output output) {
        this(output, PageCache.ofKernel());
    }

    CompareCommand(Output output, PageCache pageCache) {
        this.output = output;
        this.pageCache = pageCache;
    }

    @Option(
            names = "--rate",
            paramLabel = "R",
            defaultValue = "500",
            description = "How many files to ask for a second, chosen by chance. Default: ${DEFAULT-VALUE}.")
    void setRate(double rate) {
        this.rate = within("--rate", rate, 1, MOST_A_SECOND);
    }

    @Option(
            names = "--pings",
            paramLabel = "P",
            defaultValue = "100",
            description = "How often to ask for /ping a second. Default: ${DEFAULT-VALUE}.")
    void setPings(double pings) {
        this.pings = within("--pings", pings, 1, MOST_A_SECOND);
    }

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "20",
            description = "How long each of the two has the load, in turns. Default: ${DEFAULT-VALUE}.")
    void setSeconds(double seconds) {
        this.seconds = within("--seconds", seconds, 1, LONGEST);
    }

    @Option(
            names = "--slow",
            paramLabel = "N",
            defaultValue = "0",
            description = "Beside that, read N files at once that take their time: named pipes in a temporary"
                    + " directory below DIR. Default: ${DEFAULT-VALUE}.")
    void setSlow(int slow) {
        this.slow = (int) within("--slow", slow, 0, MOST_READERS);
    }

    @Option(
            names = "--slow-delay",
            paramLabel = "D",
            defaultValue = "1",
            description = "How many seconds those take. Default: ${DEFAULT-VALUE}.")
    void setSlowDelay(double slowDelay) {
        this.slowDelay = within("--slow-delay", slowDelay, 0.001, LONGEST);
    }

    private double within(String option, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw wrongArgument(option + " must be from " + plain(least) + " to " + plain(most) + ", not "
                    + plain(value) + ".");
        }
        return value;
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path root = DirectoryToServe.of(directory, spec.commandLine(), output).toRealPath();
        List<ListedFile> files = ListedFile.below(
                root, Integer.MAX_VALUE, (path, why) -> output.complain(path + ": left out: " + why));
        if (files.isEmpty()) {
            throw wrongArgument(root + " has no regular file below it that can be read; name another directory.");
        }
        var plan = new Plan(root, files, rate, pings, slow, duration(slowDelay));
        var comparison = new Comparison(plan, duration(seconds), cold ? Optional.of(emptied(root)) : Optional.empty());
        List<Standing> standings;
        try (Progress progress = Progress.of(
                output, "Loading both sides in turns", comparison.lasts().toMillis())) {
            standings = comparison.run(progress);
        }
        var report = new CompareReport(plan, comparison.how(), standings);
        output.print(json ? report.json() : report.text());
        return ExitCode.OK;
    }

    private static Duration duration(double seconds) {
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }

    private PageCache emptied(Path root) throws IOException, InterruptedException {
        try {
            pageCache.checkHolds(root);
            pageCache.drop();
            return pageCache;
        } catch (IOException refusal) {
            throw new IOException("--cold: " + refusal.getMessage() + "; run as root on a disk's files, or leave it out",
                    refusal);
        }
    }

    private ParameterException wrongArgument(String problem) {
        return new ParameterException(spec.commandLine(), problem);
    }
}
