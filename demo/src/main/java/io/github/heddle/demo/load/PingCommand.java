package io.github.heddle.demo.load;

import io.github.heddle.demo.ModuleVersion;
import io.github.heddle.demo.Output;
import io.github.heddle.demo.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows what files that do not answer do to requests that read none. */
@Command(
        name = "ping",
        mixinStandardHelpOptions = true,
        versionProvider = ModuleVersion.class,
        description = {
            "Asks a server 100 times a second for /ping, which reads no file, while other requests wait for files that"
                    + " do not answer: none, as many as the server has carrier threads, and 64 or more.",
            "The requests are sent at fixed instants, whether or not others are answered, and a latency counts from"
                    + " that instant. First the files are read by java.nio.file.Files, then by RingFiles, each in a"
                    + " server process of its own. The files are named pipes in a temporary directory. Then they"
                    + " answer, and every reader's bytes are checked."
        },
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {
            "0:with RingFiles /ping does not suffer, whatever it does with Files",
            "1:it does, or something failed",
            "2:wrong arguments"
        })
public final class PingCommand implements Callable<Integer> {
    private final Output output;
    private final Side reference;
    private final Side tested;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--json", description = "Print one JSON object instead.")
    private boolean json;

    private Duration phase = Duration.ZERO;

    public PingCommand(Output output) {
        this(output, Side.JDK, Side.HEDDLE);
    }

    PingCommand(Output output, Side reference, Side tested) {
        this.output = output;
        this.reference = reference;
        this.tested = tested;
    }

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "4",
            description = "How long each of the three phases of a side lasts. Default: ${DEFAULT-VALUE}.")
    void setSeconds(double seconds) {
        if (!(seconds >= 0.5 && seconds <= 600)) {
            throw new ParameterException(
                    spec.commandLine(), "--seconds must be from 0.5 to 600, not " + seconds + ".");
        }
        phase = Duration.ofMillis(Math.round(seconds * 1000));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path parent = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
        PingReport report;
        long millis = 2 * PingTurn.lasts(phase).toMillis();
        try (Progress progress = Progress.of(output, "Pings beside files that do not answer", millis)) {
            var steps = new Steps(progress);
            report = new PingReport(
                    PingTurn.run(reference, phase, parent, steps), PingTurn.run(tested, phase, parent, steps));
        }
        output.print(json ? report.json() : report.text());
        return report.holds() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
