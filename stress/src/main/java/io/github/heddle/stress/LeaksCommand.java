package io.github.heddle.stress;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "leaks",
        mixinStandardHelpOptions = true,
        description = {
            "Reads with every kind of failure, and compares what the process held before and after: descriptors,"
                    + " threads, those of the kernel too, mappings and memory.",
            "As root also on FUSE, with reads that hang for good while their ring is closed, and then a tenth of the reads"
                    + " again as nobody, who is denied some."
        },
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {
            "0:nothing more is held than before",
            "1:something is, or a read ended otherwise than it had to",
            "2:wrong arguments"
        })
final class LeaksCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    private long reads;

    @Option(
            names = "--reads",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "How many reads, about, after a warm-up. Default: ${DEFAULT-VALUE}.")
    void setReads(long reads) {
        if (reads < 1) {
            throw new ParameterException(spec.commandLine(), "--reads must be 1 or more, not " + reads + ".");
        }
        this.reads = reads;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        long start = System.nanoTime();
        long wrong;
        try (LeakGround ground = LeakGround.make()) {
            if (ground.slow == null) {
                out.println("Left out: reads on FUSE: " + SlowFiles.missing());
            }
            LeakSearch search = new LeakSearch(ground, out);
            Ledger ledger = search.run(reads);
            search.print(ledger);
            wrong = search.findings().count();
            if (ground.slow != null) {
                wrong += LeftBehind.run(ground.slow, ground.undo(), out);
            }
        }
        if (AsNobody.missing().isEmpty()) {
            out.printf("%nAs nobody, with a memlock limit of 8 MiB:%n");
            wrong += AsNobody.run(out, "leaks", "--reads", Long.toString(Math.max(reads / 10, 1000)));
        } else if (Commands.isRoot()) {
            out.println("Left out: reads as another user: " + AsNobody.missing());
        }
        out.printf("%nleaks: %,d reads in %d s: %s%n", reads, (System.nanoTime() - start) / 1_000_000_000,
                wrong == 0 ? "nothing is lost" : wrong + " things are wrong");
        out.flush();
        return wrong == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
