package io.github.heddle.demo.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ChartTest {
    @Test
    void anEvenAxisHasRoundTicksAndRoomForTheHighest() {
        Axis axis = Axis.even(87_000, 100, 0);

        assertThat(axis.ticks()).startsWith(0.0, 20_000.0).endsWith(100_000.0);
        assertThat(axis.at(0)).isEqualTo(100);
        assertThat(axis.at(100_000)).isZero();
        assertThat(axis.label().apply(20_000)).isEqualTo("20 k");
    }

    @Test
    void anAxisOfPowersReachesBeyondBothEnds() {
        Axis axis = Axis.powers(30, 2_000, 0, 300);

        assertThat(axis.ticks()).containsExactly(10.0, 100.0, 1_000.0, 10_000.0);
        assertThat(axis.at(100)).isCloseTo(100, Offset.offset(1e-6));
    }

    @Test
    void anAxisOfRatiosIsAsLongAsItHasToBe() {
        assertThat(Axis.ratios(0.9, 60, 0, 1).ticks()).containsExactly(0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0);
        assertThat(Axis.ratios(0.06, 2_600, 0, 1).ticks()).containsExactly(0.1, 1.0, 10.0, 100.0, 1_000.0);
        assertThat(Axis.ratios(1.01, 1.02, 0, 1).ticks()).containsExactly(0.5, 1.0, 2.0);
    }

    @Test
    void namesAreEscaped() {
        String figure = new Chart(
                        "a < b",
                        "x",
                        "y",
                        List.of(new Chart.Curve("\"A&B\"", List.of(new Chart.Point(1, 1), new Chart.Point(10, 2)), true)))
                .draw(Chart.acrossAt(List.of(1.0, 10.0), Axis::brief), false);

        assertThat(figure).contains("a &lt; b", "&quot;A&amp;B&quot;").doesNotContain("A&B");
    }

    @Test
    void aTableIsAsWideAsItsWidestCells() {
        var table = new Table(1);
        table.add("", "n");
        table.add("name", "1,000");

        assertThat(table).hasToString("          n\nname  1,000\n");
    }
}
