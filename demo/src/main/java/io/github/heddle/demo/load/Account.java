package io.github.heddle.demo.load;

import io.github.heddle.demo.bench.Latencies;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** What a load has come to over some time: a tally for each kind of request, and how late the generator itself was. */
final class Account {
    private final Map<String, Tally> tallies = new LinkedHashMap<>();
    private final Histogram lateness = Latencies.create();
    private long span;

    Tally tally(String kind) {
        return tallies.computeIfAbsent(kind, _ -> new Tally());
    }

    long span() {
        return span;
    }

    void span(long nanos) {
        span += nanos;
    }

    void late(Histogram more) {
        lateness.add(more);
    }

    void add(Account other) {
        other.tallies.forEach((kind, tally) -> tally(kind).add(tally));
        late(other.lateness);
        span(other.span);
    }

    Map<String, List<Long>> distributions() {
        Map<String, List<Long>> distributions = new LinkedHashMap<>();
        tallies.forEach((kind, tally) -> distributions.put(kind, tally.distribution()));
        return distributions;
    }

    Snapshot snapshot() {
        Map<String, Figures> figures = new LinkedHashMap<>();
        tallies.forEach((kind, tally) -> figures.put(kind, tally.figures(span)));
        return new Snapshot(
                span, figures, new Lateness(lateness.getValueAtPercentile(99), lateness.getMaxValue()));
    }
}
