package io.github.heddle.demo.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class VerdictTest {
    @Test
    void aTargetIsReachedOnItsSideOfTheBound() {
        assertThat(atLeast(1.2, 1.2).text()).isEqualTo("reached");
        assertThat(atLeast(1.2, 0.9).text()).isEqualTo("missed by 25.0 %");
        assertThat(atMost(0.9, 0.8).text()).isEqualTo("reached");
        assertThat(atMost(0.9, 0.99).text()).isEqualTo("missed by 10.0 %");
        assertThat(Target.above("W", "", 1, _ -> OptionalDouble.of(1)).judge(new Results()).isReached())
                .isFalse();
    }

    @Test
    void whatWasNotMeasuredIsNeitherReachedNorMissed() {
        Verdict verdict = Target.atLeast("W", "", 1, results -> results.ratio("W", "a", "b", Metric.FILES))
                .judge(new Results());

        assertThat(verdict.isReached()).isFalse();
        assertThat(verdict.got()).isEqualTo("–");
        assertThat(verdict.text()).isEqualTo("not measured");
    }

    private static Verdict atLeast(double bound, double got) {
        return Target.atLeast("W", "", bound, _ -> OptionalDouble.of(got)).judge(new Results());
    }

    private static Verdict atMost(double bound, double got) {
        return Target.atMost("W", "", bound, _ -> OptionalDouble.of(got)).judge(new Results());
    }
}
