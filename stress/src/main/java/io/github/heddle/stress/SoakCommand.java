package io.github.heddle.stress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

@Command(
        name = "soak",
        mixinStandardHelpOptions = true,
        description = {
            "Reads files of all sizes in all ways for as long as it is asked to, and checks every byte: all follow from"
                    + " the seed. Rings are closed under their readers, calls have deadlines and are interrupted.",
            "With faults, files are replaced and deleted under their readers, the reapers are signalled, the heap is"
                    + " short, pipes are silent, and as root FUSE hangs and fails. As root also on xfs and btrfs."
        },
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {
            "0:every byte was right, no call hung, nothing is lost",
            "1:something was not, as the output says",
            "2:wrong arguments"
        })
final class SoakCommand implements Callable<Integer> {

    enum Faults {
        ON,
        OFF
    }

    /** 90s, 30m, 2h. */
    static final class Time implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            try {
                Duration time = Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
                if (time.isPositive()) {
                    return time;
                }
            } catch (DateTimeParseException e) {
                throw wrong(text);
            }
            throw wrong(text);
        }

        private static TypeConversionException wrong(String text) {
            return new TypeConversionException("'" + text + "' is not a time such as 90s, 30m or 2h");
        }
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            defaultValue = "5m",
            converter = Time.class,
            description = "How long, such as 90s, 30m or 2h. Default: ${DEFAULT-VALUE}.")
    private Duration time = Duration.ZERO;

    @Option(names = "--faults", paramLabel = "on|off", defaultValue = "on", description = "Default: ${DEFAULT-VALUE}.")
    private Faults faults = Faults.ON;

    @Option(names = "--seed", paramLabel = "N", description = "Of all files and choices. Default: the time.")
    private @Nullable Long seed;

    private int callers;

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description = "Where to make the files, a few hundred MB. Default: java.io.tmpdir.")
    private Path directory = Path.of(System.getProperty("java.io.tmpdir"));

    @Option(
            names = "--callers",
            paramLabel = "N",
            defaultValue = "64",
            description = "How many read at once. Default: ${DEFAULT-VALUE}.")
    void setCallers(int callers) {
        if (callers < 1) {
            throw new ParameterException(spec.commandLine(), "--callers must be 1 or more, not " + callers + ".");
        }
        this.callers = callers;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!Files.isDirectory(directory)) {
            throw new ParameterException(spec.commandLine(), directory + " is not a directory.");
        }
        Soak.Settings settings = new Soak.Settings(
                time,
                faults == Faults.ON,
                seed == null ? System.currentTimeMillis() : seed,
                callers,
                directory.toAbsolutePath(),
                Duration.ofSeconds(60),
                Duration.ofSeconds(10));
        long wrong = new Soak(settings, spec.commandLine().getOut(), spec.commandLine().getErr(), UnaryOperator.identity())
                .run();
        return wrong == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
