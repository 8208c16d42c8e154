package io.github.heddle.demo.bench;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** Latencies by percentile: how many are how long, with the rare ones stretched. */
final class LatencyPlot {
    private static final List<Double> PERCENTILES =
            List.of(0.0, 50.0, 75.0, 90.0, 95.0, 98.0, 99.0, 99.5, 99.8, 99.9, 99.95, 99.98, 99.99);
    private static final List<Double> TICKS = List.of(1.0, 10.0, 100.0, 1_000.0, 10_000.0);

    private LatencyPlot() {}

    /** One histogram of each rival that has it; of several kinds, each is a curve of its own. */
    static String of(Outcome outcome, String title, List<String> kinds) {
        List<Chart.Curve> curves = new ArrayList<>();
        for (Standing standing : outcome.standings()) {
            for (String kind : kinds) {
                String name = kinds.size() == 1 ? standing.name() : standing.name() + ", " + kind;
                curves.add(new Chart.Curve(name, points(standing.latencies(kind)), false));
            }
        }
        return new Chart(title, "percentile", "µs", curves)
                .draw(Chart.acrossAt(TICKS, LatencyPlot::percentile), true);
    }

    private static List<Chart.Point> points(Histogram histogram) {
        List<Chart.Point> points = new ArrayList<>();
        if (histogram.getTotalCount() > 0) {
            for (double percent : PERCENTILES) {
                double rarity = 100 / (100 - percent);
                // What is rarer than one in all is not known.
                if (rarity <= histogram.getTotalCount()) {
                    points.add(new Chart.Point(rarity, histogram.getValueAtPercentile(percent) / 1e3));
                }
            }
        }
        return points;
    }

    private static String percentile(double rarity) {
        return switch ((int) rarity) {
            case 1 -> "0 %";
            case 10 -> "90 %";
            case 100 -> "99 %";
            case 1_000 -> "99.9 %";
            default -> "99.99 %";
        };
    }
}
