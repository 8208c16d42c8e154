package io.github.heddle.demo.load;

import io.github.heddle.demo.bench.Latencies;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * How the requests of one kind have fared over some time.
 *
 * <p>Those without an answer count as well. A side that hangs answers nothing, and would look well by its answers alone.
 * So each of them is put among the latencies with its age, which is the least that its latency will be. One that is
 * younger than the median answer is left out: it says nothing yet, and would count as a quick one.
 */
final class Tally {
    /** Of nanoseconds: 10 µs and 100 s. */
    private static final int FIRST_POWER = 4;

    private static final int LAST_POWER = 11;

    /** Of each power of ten. */
    private static final int STEPS = 10;

    private final Histogram latencies = Latencies.create();
    private final Map<String, Long> errors = new TreeMap<>();
    private long answered;
    private long bytes;
    private long heldBack;
    private long unanswered;
    private long oldest;

    void answered(Histogram more, long moreBytes) {
        latencies.add(more);
        answered += more.getTotalCount();
        bytes += moreBytes;
    }

    void errors(String kind, long count) {
        if (count > 0) {
            errors.merge(kind, count, Long::sum);
        }
    }

    void heldBack(long count) {
        heldBack += count;
    }

    /** Puts in those that have no answer. Only once, at the end: they are told anew each time. */
    void unanswered(LongStream ages) {
        long median = latencies.getValueAtPercentile(50);
        ages.forEach(age -> {
            unanswered++;
            oldest = Math.max(oldest, age);
            if (age >= median) {
                latencies.recordValue(Latencies.within(age));
            }
        });
    }

    void add(Tally other) {
        latencies.add(other.latencies);
        other.errors.forEach(this::errors);
        answered += other.answered;
        bytes += other.bytes;
        heldBack += other.heldBack;
        unanswered += other.unanswered;
        oldest = Math.max(oldest, other.oldest);
    }

    /** {@return how many latencies lie in each tenth of a power of ten, from 10 µs to 100 s} Others are at the ends. */
    List<Long> distribution() {
        long[] counts = new long[(LAST_POWER - FIRST_POWER) * STEPS];
        for (HistogramIterationValue value : latencies.recordedValues()) {
            double power = Math.log10(Math.max(1.0, (double) value.getValueIteratedTo()));
            int step = (int) Math.floor((power - FIRST_POWER) * STEPS);
            counts[Math.clamp(step, 0, counts.length - 1)] += value.getCountAddedInThisIterationStep();
        }
        return LongStream.of(counts).boxed().toList();
    }

    Figures figures(long nanos) {
        return new Figures(
                answered,
                Map.copyOf(errors),
                unanswered,
                oldest,
                heldBack,
                bytes,
                nanos,
                latencies.getValueAtPercentile(50),
                latencies.getValueAtPercentile(90),
                latencies.getValueAtPercentile(99),
                latencies.getValueAtPercentile(99.9),
                latencies.getMaxValue());
    }
}
