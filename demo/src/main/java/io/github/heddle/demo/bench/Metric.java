package io.github.heddle.demo.bench;

import java.util.function.ToDoubleFunction;

/**
 * A figure of a turn by which rivals are compared.
 *
 * @param name what it is, where the unit does not say it
 * @param moreIsBetter false for times and sizes
 * @param value NaN where the turn has no such figure
 */
record Metric(String name, String unit, boolean moreIsBetter, ToDoubleFunction<Sample> value) {
    static final Metric FILES = rate("files/s", 1);
    static final Metric MEGABYTES =
            new Metric("", "MB/s", true, sample -> sample.answer().bytes() * 1e3 / sample.answer().nanos());
    static final Metric CPU = new Metric("CPU", "µs/read", false, Sample::cpuMicrosPerRead);
    static final Metric DEPTH = new Metric("disk", "depth", true, sample -> sample.disk().depth());

    /**
     * How much is done in a second.
     *
     * @param each how many of them are in one read
     */
    static Metric rate(String unit, int each) {
        return new Metric(
                "",
                unit,
                true,
                sample -> sample.answer().reads() * 1e9 * each / sample.answer().nanos());
    }

    /** A percentile of a latency. */
    static Metric percentile(String name, String latency, double percent) {
        return new Metric(name, "µs", false, sample -> {
            String text = sample.answer().histograms().get(latency);
            return text == null ? Double.NaN : Latencies.decode(text).getValueAtPercentile(percent) / 1e3;
        });
    }

    /** A further figure that the rival tells. */
    static Metric value(String name, String unit, String value, double divisor) {
        return new Metric(name, unit, false, sample -> {
            Double figure = sample.answer().values().get(value);
            return figure == null ? Double.NaN : figure / divisor;
        });
    }

    double of(Sample sample) {
        return value.applyAsDouble(sample);
    }

    /** {@return as the head of a column} */
    String heading() {
        return name.isEmpty() ? unit : name + ", " + unit;
    }
}
