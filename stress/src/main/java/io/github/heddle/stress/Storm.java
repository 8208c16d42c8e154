package io.github.heddle.stress;

import io.github.heddle.stress.StormRun.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;

/**
 * Callers by the hundred that park and are unparked, millions of times: the engine's real threads on a kernel that is a
 * stand-in, or on the machine's own through the API. Every byte is checked, and whoever does not come back is told.
 */
final class Storm {

    /** The kernel that a storm is on. */
    enum Kernel {
        STAND_IN,
        REAL
    }

    private final Kernel kernel;
    private final Settings settings;
    private final Findings findings;
    private final PrintWriter out;
    private final PrintWriter err;

    Storm(Kernel kernel, Settings settings, PrintWriter out, PrintWriter err) {
        this.kernel = kernel;
        this.settings = settings;
        this.out = out;
        this.err = err;
        findings = new Findings(out);
    }

    Findings findings() {
        return findings;
    }

    /** Makes so many reads in each pattern; ends early when one hangs. */
    void run(List<StormPattern> patterns) throws Exception {
        row("pattern", "reads", "park pairs", "unmounted",
                "interrupts", "within", "unparks", "stacks", "given up", "closed", "s");
        StormTally all = new StormTally();
        long start = System.nanoTime();
        boolean hung = false;
        for (StormPattern pattern : patterns) {
            if (!hung) {
                StormTally tally = new StormTally();
                long began = System.nanoTime();
                hung = run(pattern, tally, files(pattern, tally));
                row(pattern.title(), tally, began);
                all.add(tally);
            }
        }
        row("all", all, start);
    }

    /** {@return whether a call hung} */
    boolean run(StormPattern pattern, StormTally tally, StormFiles files) throws Exception {
        return new StormRun(pattern, files, settings, findings, tally, err).run();
    }

    StormFiles files(StormPattern pattern, StormTally tally) throws IOException {
        Truth truth = new Truth(settings.seed());
        return switch (kernel) {
            case STAND_IN -> new StandInFiles(pattern.shape(), truth, tally, findings);
            case REAL -> RealFiles.make(settings.directory(), pattern.shape(), truth, tally, findings);
        };
    }

    private void row(String title, StormTally tally, long began) {
        row(
                title,
                number(tally.reads.sum()),
                number(tally.pairs.sum()),
                number(tally.unmounted.sum()),
                number(tally.interrupts.sum()),
                number(tally.interruptsWithin.sum()),
                number(tally.unparksWithin.sum()),
                number(tally.stacksWithin.sum()),
                number(tally.givenUp.sum()),
                number(tally.closed.sum()),
                number((System.nanoTime() - began) / 1_000_000_000));
    }

    private void row(Object... cells) {
        out.printf("%-22s %11s %11s %11s %9s %9s %9s %9s %9s %9s %5s%n", cells);
        out.flush();
    }

    private static String number(long number) {
        return number == 0 ? "" : "%,d".formatted(number);
    }
}
