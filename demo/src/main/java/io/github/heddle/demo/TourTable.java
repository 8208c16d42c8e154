package io.github.heddle.demo;

import java.util.List;
import java.util.Locale;

/** The tour's figures as a person reads them. */
final class TourTable {
    private TourTable() {}

    static String of(Measurements measurements, List<CacheState> states, Contender first, Contender second) {
        var text = new StringBuilder(row("", "", "files/s", "MB/s", "p50", "p99"));
        for (CacheState state : states) {
            text.append(row(measurements, state, first)).append(row(measurements, state, second));
        }
        text.append('\n');
        for (CacheState state : states) {
            double ratio = filesPerSecond(measurements, state, first) / filesPerSecond(measurements, state, second);
            text.append(String.format(
                    Locale.ROOT, "%s  %s : %s = %.2f : 1%n", state, first.name(), second.name(), ratio));
        }
        return text.toString();
    }

    private static String row(Measurements measurements, CacheState state, Contender contender) {
        return row(
                state.toString(),
                contender.name(),
                String.format(Locale.ROOT, "%,.0f", filesPerSecond(measurements, state, contender)),
                String.format(
                        Locale.ROOT,
                        "%,.1f",
                        measurements.median(state, contender, m -> m.totals().megabytesPerSecond())),
                Quantity.milliseconds(measurements.median(state, contender, Measurement::p50)),
                Quantity.milliseconds(measurements.median(state, contender, Measurement::p99)));
    }

    private static double filesPerSecond(Measurements measurements, CacheState state, Contender contender) {
        return measurements.median(state, contender, m -> m.totals().filesPerSecond());
    }

    private static String row(
            String state, String contender, String files, String megabytes, String p50, String p99) {
        return String.format("%-4s  %-9s  %10s  %9s  %11s  %11s%n", state, contender, files, megabytes, p50, p99);
    }
}
