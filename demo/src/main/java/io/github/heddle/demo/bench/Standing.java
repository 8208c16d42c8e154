package io.github.heddle.demo.bench;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** How one rival has done in all counted rounds of a contest. */
final class Standing {
    private final String name;
    private final List<Sample> samples = new ArrayList<>();
    private String absence = "";

    Standing(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    List<Sample> samples() {
        return samples;
    }

    void add(Sample sample) {
        samples.add(sample);
    }

    /** {@return why it did not take part; empty: it did} */
    String absence() {
        return absence;
    }

    void absent(String reason) {
        absence = reason;
    }

    boolean tookPart() {
        return !samples.isEmpty();
    }

    List<Double> figures(Metric metric) {
        return samples.stream().map(metric::of).filter(figure -> !figure.isNaN()).toList();
    }

    boolean has(Metric metric) {
        return !figures(metric).isEmpty();
    }

    Spread spread(Metric metric) {
        return Spread.of(figures(metric));
    }

    /** {@return the latencies of all rounds together} */
    Histogram latencies(String of) {
        Histogram all = Latencies.create();
        for (Sample sample : samples) {
            String text = sample.answer().histograms().get(of);
            if (text != null) {
                all.add(Latencies.decode(text));
            }
        }
        return all;
    }

    Proof proof() {
        return samples.stream().map(sample -> sample.answer().proof()).reduce(Proof::plus).orElse(Proof.NONE);
    }
}
