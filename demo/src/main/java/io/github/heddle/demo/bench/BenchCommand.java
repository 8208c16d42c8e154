package io.github.heddle.demo.bench;

import io.github.heddle.demo.ModuleVersion;
import io.github.heddle.demo.Output;
import io.github.heddle.demo.PageCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures Heddle beside its rivals. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        versionProvider = ModuleVersion.class,
        description = {
            "Reads the same files in turns through Heddle, through the JDK with every setting that might help it,"
                    + " and through a native program, and holds the figures against the project's targets.",
            "",
            "Workloads:",
            "  W1       20,000 cold files of 4 KiB, one virtual thread each",
            "  W2       1,000 cold files of 256 KiB",
            "  W3, W4   those of W1 and W2, in memory",
            "  W5       ranges: 16 of each of 1,000 cold files; 1,024 of one file in memory",
            "  W6       one caller alone, one read after the other, cold and in memory",
            "  W7       how late a thread runs beside 256 readers of slow files (root)",
            "  W8       100,000 virtual threads at once",
            "  W9       a disk that takes 5 ms a read and serves 128 at once (root)",
            "  idle     an open ring and nobody reads",
            "  start    the first read of a fresh JVM",
            "  scaling  from 1 to 10,000 callers; files from 512 bytes to 64 MiB",
            "",
            "Cold means without page, inode and directory caches, which takes root to drop. Without root only the"
                    + " files' pages are evicted."
        },
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {
            "0:all was measured, whether the targets are reached or not",
            "1:something failed, rivals read different bytes, or the ring was not used",
            "2:wrong arguments"
        })
public final class BenchCommand implements Callable<Integer> {
    private static final String LOCATION = "heddle.demo.bench";

    private final Output output;
    private final PageCache pageCache;
    private final Sizes sizes;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(paramLabel = "WORKLOAD", description = "What to measure. Default: all.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--data", paramLabel = "DIR", description = "Where the files are made that are read, once.")
    private @Nullable Path data;

    @Option(names = "--json", paramLabel = "FILE", description = "Write all figures of all rounds there as well.")
    private @Nullable Path json;

    @Option(names = "--report", paramLabel = "FILE", description = "Write a page with charts there (HTML).")
    private @Nullable Path report;

    @Option(
            names = "--plot",
            paramLabel = "FILE",
            description = "Draw there how Heddle compares with its rivals: one picture that stands by itself (SVG).")
    private @Nullable Path plot;

    @Option(
            names = "--rivals",
            description = "In W1 to W4 also compare other libraries for io_uring: LWJGL's liburing and jasyncfio."
                    + " HEDDLE_RIVALS=1 in the environment has demo/heddle build them in, which downloads them.")
    private boolean rivals;

    private int rounds;
    private int warmUps;

    /** The command with the kernel's page cache and all of the files. */
    public BenchCommand(Output output) {
        this(output, PageCache.ofKernel(), Sizes.FULL);
    }

    BenchCommand(Output output, PageCache pageCache, Sizes sizes) {
        this.output = output;
        this.pageCache = pageCache;
        this.sizes = sizes;
    }

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "7",
            description = "How many rounds to count. Default: ${DEFAULT-VALUE}.")
    void setRounds(int rounds) {
        if (rounds < 1) {
            throw wrongArgument("--rounds must be 1 or more, not " + rounds + ".");
        }
        this.rounds = rounds;
    }

    @Option(
            names = "--warm-ups",
            paramLabel = "N",
            defaultValue = "2",
            description = "How many rounds before them do not count at least, so that the JVMs compile what they run."
                    + " Default: ${DEFAULT-VALUE}; more where a round is short.")
    void setWarmUps(int warmUps) {
        if (warmUps < 1) {
            throw wrongArgument("--warm-ups must be 1 or more, not " + warmUps + ".");
        }
        this.warmUps = warmUps;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Workload> workloads = workloads();
        checkCanBeWritten("--json", json);
        checkCanBeWritten("--report", report);
        checkCanBeWritten("--plot", plot);
        Path directory = directory();
        List<LibraryRival> libraries = rivals ? List.of(LibraryRival.values()) : List.of();
        Bench bench = Bench.open(directory, output, new Rounds(warmUps, rounds), libraries, sizes, pageCache);
        Map<String, String> facts = Machine.facts(directory, spec.commandLine().getParseResult().originalArgs());
        output.print(TextTables.facts(facts) + "\n" + rounds + " counted rounds after " + warmUps
                + " or more that are not; medians; " + bench.coldness() + "\n\n");
        for (Workload workload : workloads) {
            output.print(TextTables.of(bench.run(workload)));
        }
        output.print(TextTables.skipped(bench.results().skipped()) + TextTables.verdicts(bench.verdicts()));
        if (json != null) {
            JsonFile.write(json, facts, bench);
        }
        if (report != null) {
            HtmlPage.write(report, facts, bench);
        }
        if (plot != null) {
            RatioPlot.write(plot, facts, bench);
        }
        return bench.results().areProven() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private List<Workload> workloads() {
        try {
            return Suite.named(names);
        } catch (IllegalArgumentException unknown) {
            throw wrongArgument(unknown.getMessage() + ".");
        }
    }

    private Path directory() {
        String location = System.getProperty(LOCATION);
        if (data != null) {
            return data;
        }
        if (location == null) {
            throw wrongArgument("No place for the files: start by demo/heddle, or name one by --data DIR.");
        }
        return Path.of(location);
    }

    /** They are written when all has been measured, which is too late to find that there is no such place. */
    private void checkCanBeWritten(String option, @Nullable Path file) {
        if (file == null) {
            return;
        }
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null || Files.isDirectory(file)) {
            throw wrongArgument(option + " " + file + " is a directory.");
        }
        if (!Files.isDirectory(directory)) {
            throw wrongArgument(option + " " + file + ": no such directory.");
        }
        if (!Files.isWritable(Files.exists(file) ? file : directory)) {
            throw wrongArgument(option + " " + file + ": permission denied.");
        }
    }

    private ParameterException wrongArgument(@Nullable String problem) {
        return new ParameterException(spec.commandLine(), problem);
    }
}
