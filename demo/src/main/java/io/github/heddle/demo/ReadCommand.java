package io.github.heddle.demo;

import io.github.heddle.RingFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "read",
        mixinStandardHelpOptions = true,
        versionProvider = ModuleVersion.class,
        description = {
            "Reads files, and all regular files below directories, through RingFiles.",
            "A symbolic link is followed where it is itself a PATH, and nowhere else."
        },
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {
            "0:every file was read",
            "1:some were not: a line on standard error for each",
            "2:wrong arguments"
        })
final class ReadCommand implements Callable<Integer> {
    private final Output output;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "PATH", description = "A file, or a directory to read all of.")
    private List<Path> paths = List.of();

    @Option(names = "--checksums", description = "Print each file's SHA-256 as sha256sum does, in no order.")
    private boolean checksums;

    @Option(names = "--json", description = "Print one JSON object instead.")
    private boolean json;

    private int threads;

    ReadCommand(Output output) {
        this.output = output;
    }

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "256",
            description = "How many files to read at once, each with a virtual thread of its own."
                    + " Default: ${DEFAULT-VALUE}.")
    void setThreads(int threads) {
        if (threads < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--threads must be 1 or more, not " + threads + ".");
        }
        this.threads = threads;
    }

    @Override
    public Integer call() throws IOException {
        ReadReport report = json ? new JsonReport(output, checksums) : new TextReport(output, checksums);
        Totals totals = new ReadRun(RingFiles::readAllBytes, report, threads, checksums).read(paths);
        report.end(totals, RingFiles.backend());
        return totals.failed() == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
