package io.github.heddle.demo.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PingReportTest {
    private static final long MILLI = Duration.ofMillis(1).toNanos();

    @Test
    void tellsTheContrast() throws IOException {
        var report = new PingReport(hanging(Side.JDK), answering(Side.HEDDLE, Ring.USED));

        assertThat(report.holds()).isTrue();
        assertThat(report.text())
                .contains(
                        "JDK: beside 2 readers 400 of 400 pings had no answer until the files had answered.\n",
                        "Heddle: beside 64 readers the p99 of a ping is 2.0 ms, alone 2.0 ms.\n",
                        "Of 64 reads that waited, 64 waited in the ring (the engine).\n")
                .doesNotContain("FAILED", "itself was late");
        assertThat(JSON.std.mapFrom(report.json())).containsEntry("holds", true).containsEntry("contrast", true);
    }

    @Test
    void tellsOfAReferenceThatIsNotAffected() throws IOException {
        var report = new PingReport(answering(Side.JDK, Ring.UNUSED), answering(Side.HEDDLE, Ring.USED));

        assertThat(report.holds()).isTrue();
        assertThat(report.text()).contains("alone 2.0 ms. Here it is not affected: ");
        assertThat(JSON.std.mapFrom(report.json())).containsEntry("contrast", false);
    }

    @Test
    void failsWhereTheTestedSideHangs() {
        var report = new PingReport(hanging(Side.JDK), hanging(Side.HEDDLE));

        assertThat(report.holds()).isFalse();
        assertThat(report.text()).contains("Heddle: FAILED: beside 2 readers 400 of 400 pings had no answer");
    }

    @Test
    void failsWhereTheRingIsThereAndDoesNotRead() {
        var report = new PingReport(hanging(Side.JDK), answering(Side.HEDDLE, Ring.UNUSED));

        assertThat(report.holds()).isFalse();
        assertThat(report.text()).contains("FAILED: of 2 reads that waited, 0 waited in the ring");
    }

    @Test
    void saysThatThereIsNoRing() {
        var report = new PingReport(hanging(Side.JDK), answering(Side.HEDDLE, Ring.MISSING));

        assertThat(report.holds()).isTrue();
        assertThat(report.text())
                .contains("There is no ring here, and its reads went through the thread pool: the reason.");
    }

    @Test
    void saysThatTheGeneratorWasLate() {
        var report = new PingReport(
                hanging(Side.JDK),
                turn(Side.HEDDLE, Ring.USED, 400, 0, new Lateness(30 * MILLI, 90 * MILLI)));

        assertThat(report.text()).contains("The generator itself was late, p99 up to 30.0 ms, ");
    }

    private enum Ring {
        USED,
        UNUSED,
        MISSING
    }

    private static PingTurn.Result answering(Side side, Ring ring) {
        return turn(side, ring, 400, 0, new Lateness(0, 0));
    }

    private static PingTurn.Result hanging(Side side) {
        return turn(side, Ring.UNUSED, 0, 400, new Lateness(0, 0));
    }

    private static PingTurn.Result turn(Side side, Ring ring, long answered, long unanswered, Lateness lateness) {
        return new PingTurn.Result(
                side,
                List.of(
                        phase(0, ring, 400, 0, lateness),
                        phase(2, ring, answered, unanswered, lateness),
                        phase(64, ring, answered, unanswered, lateness)));
    }

    private static PingPhase phase(int readers, Ring ring, long answered, long unanswered, Lateness lateness) {
        long latency = unanswered > 0 ? 2_000 * MILLI : 2 * MILLI;
        var pings = new Figures(
                answered, Map.of(), unanswered, 0, 0, 0, 4_000 * MILLI, latency, latency, latency, latency, latency);
        Optional<String> reason = ring == Ring.MISSING ? Optional.of("the reason") : Optional.empty();
        var server = new ServerState(
                2, 0, 0, readers, ring != Ring.MISSING, "the engine", reason, ring == Ring.USED ? readers : 0, 0, 0, 0);
        return new PingPhase(readers, pings, lateness, server);
    }
}
