package io.github.heddle.stress;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
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
        name = "storm",
        mixinStandardHelpOptions = true,
        description = {
            "Has hundreds of virtual threads park in reads and be unparked, millions of times, in patterns: they take"
                    + " turns, stand in line, are interrupted, unparked for nothing and looked at, give up, are pinned, and"
                    + " their engines are closed. Every byte is checked.",
            "On the stand-in kernel the engine itself is driven, and each park is seen; on the real one it is read by the"
                    + " API, and only those parks count that somebody has seen."
        },
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {
            "0:every byte was right, all came back, nothing is lost",
            "1:something was not, as the output says",
            "2:wrong arguments"
        })
final class StormCommand implements Callable<Integer> {

    /** A word of the command line that names a constant. */
    private static <E extends Enum<E>> E named(Class<E> type, String text) {
        try {
            return Enum.valueOf(type, text.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("'" + text + "' is none of "
                    + String.join(", ", List.of(type.getEnumConstants()).stream().map(StormCommand::word).toList()));
        }
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** stand-in, real. */
    static final class KernelName implements ITypeConverter<Storm.Kernel> {
        @Override
        public Storm.Kernel convert(String text) {
            return named(Storm.Kernel.class, text);
        }
    }

    /** ping-pong and the others. */
    static final class PatternName implements ITypeConverter<StormPattern> {
        @Override
        public StormPattern convert(String text) {
            return named(StormPattern.class, text);
        }
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    private long reads;
    private int callers;

    @Option(
            names = "--kernel",
            paramLabel = "stand-in|real",
            defaultValue = "stand-in",
            converter = KernelName.class,
            description = "Default: ${DEFAULT-VALUE}.")
    private Storm.Kernel kernel = Storm.Kernel.STAND_IN;

    @Option(names = "--seed", paramLabel = "N", description = "Of all bytes and choices. Default: the time.")
    private @Nullable Long seed;

    @Option(
            names = "--pattern",
            paramLabel = "NAME",
            converter = PatternName.class,
            description = "Only this one; may be given several times.")
    private List<StormPattern> patterns = List.of(StormPattern.values());

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description = "Where to make the real files, a few MB. Default: java.io.tmpdir.")
    private Path directory = Path.of(System.getProperty("java.io.tmpdir"));

    @Option(
            names = "--reads",
            paramLabel = "N",
            defaultValue = "2000000",
            description = "How many reads, all patterns together. Default: ${DEFAULT-VALUE}.")
    void setReads(long reads) {
        if (reads < 1) {
            throw new ParameterException(spec.commandLine(), "--reads must be 1 or more, not " + reads + ".");
        }
        this.reads = reads;
    }

    @Option(
            names = "--callers",
            paramLabel = "N",
            defaultValue = "256",
            description = "How many read at once, where the pattern does not say. Default: ${DEFAULT-VALUE}.")
    void setCallers(int callers) {
        if (callers < 1) {
            throw new ParameterException(spec.commandLine(), "--callers must be 1 or more, not " + callers + ".");
        }
        this.callers = callers;
    }

    @Override
    public Integer call() throws Exception {
        if (!Files.isDirectory(directory)) {
            throw new ParameterException(spec.commandLine(), directory + " is not a directory.");
        }
        if (kernel == Storm.Kernel.REAL) {
            String missing = RealFiles.missing(directory);
            if (!missing.isEmpty()) {
                throw new ParameterException(spec.commandLine(), "--kernel real: " + missing);
            }
        }
        long start = System.nanoTime();
        long used = seed == null ? System.currentTimeMillis() : seed;
        StormRun.Settings settings = new StormRun.Settings(
                Math.ceilDiv(reads, patterns.size()),
                callers,
                used,
                directory.toAbsolutePath(),
                Duration.ofSeconds(60),
                Duration.ofSeconds(10));
        var out = spec.commandLine().getOut();
        Storm storm = new Storm(kernel, settings, out, spec.commandLine().getErr());
        storm.run(patterns);
        long wrong = storm.findings().count();
        out.printf("%nstorm: kernel %s, %d callers, seed %d, %d s: %s%n", word(kernel), callers, used,
                (System.nanoTime() - start) / 1_000_000_000,
                wrong == 0 ? "all came back, every byte was right" : wrong + " things are wrong");
        out.flush();
        return wrong == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
