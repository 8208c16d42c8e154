package io.github.heddle.demo.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.heddle.demo.bench.Latencies;
import java.util.Map;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class TallyTest {
    private static final long SECOND = 1_000_000_000;

    private final Tally tally = new Tally();

    @Test
    void whatHasNoAnswerIsAmongTheLatenciesWithItsAge() {
        tally.answered(latencies(1_000, 1_000, 1_000), 12);

        tally.unanswered(LongStream.of(5 * SECOND, 4 * SECOND));
        Figures figures = tally.figures(SECOND);

        assertThat(figures.answered()).isEqualTo(3);
        assertThat(figures.unanswered()).isEqualTo(2);
        assertThat(figures.oldest()).isEqualTo(5 * SECOND);
        assertThat(figures.p50()).isBetween(1_000L, 1_001L);
        assertThat(figures.p90()).isGreaterThanOrEqualTo(5 * SECOND);
        assertThat(figures.perSecond()).isEqualTo(3);
    }

    @Test
    void whatIsYoungerThanTheMedianAnswerDoesNotCountAsAQuickOne() {
        tally.answered(latencies(SECOND), 4);

        tally.unanswered(LongStream.of(1, 2, 3, 4, 5));

        assertThat(tally.figures(SECOND).p50()).isGreaterThanOrEqualTo(SECOND);
        assertThat(tally.figures(SECOND).unanswered()).isEqualTo(5);
    }

    @Test
    void nothingButSilenceIsSilenceAtItsAge() {
        tally.unanswered(LongStream.of(SECOND, 2 * SECOND, 3 * SECOND));

        assertThat(tally.figures(SECOND).p50()).isGreaterThanOrEqualTo(2 * SECOND);
        assertThat(tally.figures(SECOND).answered()).isZero();
    }

    @Test
    void sumsUp() {
        tally.answered(latencies(1_000), 10);
        tally.errors("HTTP 404", 1);
        var other = new Tally();
        other.answered(latencies(2_000), 5);
        other.errors("HTTP 404", 2);
        other.errors("ConnectException", 1);
        other.unanswered(LongStream.of(SECOND));

        tally.add(other);
        Figures figures = tally.figures(2 * SECOND);

        assertThat(figures.answered()).isEqualTo(2);
        assertThat(figures.bytes()).isEqualTo(15);
        assertThat(figures.unanswered()).isOne();
        assertThat(figures.failed()).isEqualTo(4);
        assertThat(figures.errors()).isEqualTo(Map.of("HTTP 404", 3L, "ConnectException", 1L));
        assertThat(figures.max()).isGreaterThanOrEqualTo(SECOND);
    }

    private static Histogram latencies(long... nanos) {
        Histogram histogram = Latencies.create();
        LongStream.of(nanos).forEach(histogram::recordValue);
        return histogram;
    }
}
