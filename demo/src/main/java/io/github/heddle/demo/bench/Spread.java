package io.github.heddle.demo.bench;

import java.util.List;

/** The middle of some figures and how far they lie apart. */
record Spread(double lowest, double median, double highest) {

    static Spread of(List<Double> figures) {
        double[] sorted = figures.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("no figures");
        }
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(sorted[0], median, sorted[sorted.length - 1]);
    }

    /** {@return the same the other way round, of ratios} */
    Spread inverse() {
        return new Spread(1 / highest, 1 / median, 1 / lowest);
    }
}
