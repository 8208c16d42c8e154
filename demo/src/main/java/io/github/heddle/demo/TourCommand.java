package io.github.heddle.demo;

import io.github.heddle.Backend;
import io.github.heddle.RingFiles;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "tour",
        mixinStandardHelpOptions = true,
        versionProvider = ModuleVersion.class,
        description = {
            "Reads many files at once, each with a virtual thread of its own, through RingFiles and"
                    + " through java.nio.file.Files in turns, and compares the two.",
            "Every read is checked. Cold rounds empty the machine's page cache before each turn, which only"
                    + " root may: without it there are warm rounds only."
        },
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {
            "0:every file was read and held what it should",
            "1:some could not be read, or held something else",
            "2:wrong arguments"
        })
final class TourCommand implements Callable<Integer> {
    private final Output output;
    private final Contender ringFiles;
    private final Contender files;
    private final PageCache pageCache;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            description = "Read the regular files below it. Default: 20,000 sample files of 4 KiB, made once.")
    private @Nullable Path directory;

    private int rounds;

    TourCommand(Output output) {
        this(output, RingFiles::readAllBytes, PageCache.ofKernel());
    }

    TourCommand(Output output, FileReader ringFiles, PageCache pageCache) {
        this.output = output;
        this.ringFiles = new Contender("RingFiles", ringFiles);
        this.files = new Contender("Files", Files::readAllBytes);
        this.pageCache = pageCache;
    }

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "How many rounds of each kind to count, after two that are not. Default: ${DEFAULT-VALUE}.")
    void setRounds(int rounds) {
        if (rounds < 1) {
            throw wrongArgument("--rounds must be 1 or more, not " + rounds + ".");
        }
        this.rounds = rounds;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path root = directory == null ? sampleData() : given(directory);
        var unreadable = new Problems();
        List<Reference> references = references(root, unreadable);
        unreadable.report(output);
        if (references.isEmpty()) {
            throw wrongArgument(root + " has no regular file below it that can be read; name another directory.");
        }
        List<CacheState> states = states(root);
        var tour = new Tour(references, List.of(ringFiles, files), pageCache);
        Measurements measurements = tour.run(rounds, states, output);
        if (!tour.problems().none()) {
            tour.problems().report(output);
            output.complain("the tour ended early: see above");
            return ExitCode.SOFTWARE;
        }
        output.print(report(references, measurements, states));
        return unreadable.none() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private Path sampleData() throws IOException {
        String location = System.getProperty(SampleData.TOUR_LOCATION);
        if (location == null) {
            throw wrongArgument("No place for the sample files: start by demo/heddle, set -D"
                    + SampleData.TOUR_LOCATION + "=..., or name a directory.");
        }
        try {
            return SampleData.ofTour(Path.of(location)).prepare(output);
        } catch (FileSystemException problem) {
            throw new IOException(
                    "cannot make the sample files: " + problem.getFile() + ": " + Reason.of(problem)
                            + "; name a directory to read instead: heddle tour DIR",
                    problem);
        }
    }

    private Path given(Path path) {
        if (!Files.exists(path)) {
            throw wrongArgument(path + ": no such directory.");
        }
        if (!Files.isDirectory(path)) {
            throw wrongArgument(path + " is not a directory; heddle read takes single files.");
        }
        if (!Files.isReadable(path) || !Files.isExecutable(path)) {
            throw wrongArgument(path + ": permission denied.");
        }
        return path;
    }

    private static List<Reference> references(Path root, Problems problems) {
        List<Reference> references = new ArrayList<>();
        FileWalk.walk(root, new FileWalk.Findings() {
            @Override
            public boolean file(Path file, long size) {
                try {
                    FileReader.checkSize(file, size);
                    references.add(Reference.take(file));
                } catch (IOException problem) {
                    failure(file, problem);
                }
                return true;
            }

            @Override
            public void failure(Path path, IOException problem) {
                problems.add(path, "left out: " + Reason.of(problem));
            }
        });
        // As requests come: a walk's order would let neighbours fight for the locks of one directory.
        Collections.shuffle(references, new Random(1));
        return references;
    }

    private List<CacheState> states(Path root) throws InterruptedException {
        try {
            pageCache.checkHolds(root);
            pageCache.drop();
            return List.of(CacheState.COLD, CacheState.WARM);
        } catch (IOException refusal) {
            output.stderr().println("Cold rounds are left out: " + refusal.getMessage()
                    + ". To have them, run as root on a disk's files.");
            return List.of(CacheState.WARM);
        }
    }

    private String report(List<Reference> references, Measurements measurements, List<CacheState> states) {
        Backend backend = RingFiles.backend();
        var columns = new Columns();
        BackendText.rows(backend, columns);
        columns.row("files", Quantity.count(references.size()));
        columns.row(
                "bytes",
                Quantity.bytes(references.stream().mapToLong(Reference::size).sum()));
        columns.row("rounds", rounds + " of each kind, after " + Tour.WARM_UPS + " that are not counted");
        return columns + "\n" + TourTable.of(measurements, states, ringFiles, files) + "\n"
                + "The figures are medians over the rounds. p50 and p99 are of a read, from the start of its\n"
                + "thread until its bytes are there, as a request sees it: all threads start at once, so they\n"
                + "include the queue. The files are read in a shuffled order, and every read was checked by CRC32C,\n"
                + "within the time that files/s counts.\n";
    }

    private ParameterException wrongArgument(String problem) {
        return new ParameterException(spec.commandLine(), problem);
    }
}
