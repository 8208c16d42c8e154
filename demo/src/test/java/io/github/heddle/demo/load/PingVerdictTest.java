package io.github.heddle.demo.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PingVerdictTest {
    private static final long PHASE = millis(4_000);
    private static final Lateness PUNCTUAL = new Lateness(millis(1), millis(2));

    @Test
    void isContentWithWhatTakesNoLongerThanAlone() {
        assertThat(verdict(1, answered(64, 3, PUNCTUAL))).isEmpty();
    }

    @Test
    void takesNoPauseOfABusyMachineForSuffering() {
        assertThat(verdict(1, answered(64, 900, PUNCTUAL))).isEmpty();
        assertThat(verdict(150, answered(64, 1_400, PUNCTUAL))).isEmpty();
        assertThat(verdict(1, answered(64, 1_400, new Lateness(millis(250), millis(300))))).isEmpty();
    }

    @Test
    void findsWhatWaits() {
        assertThat(verdict(1, answered(64, 1_100, PUNCTUAL))).isPresent();
        assertThat(verdict(1, answered(2, 3, PUNCTUAL), answered(64, 1_100, PUNCTUAL)))
                .map(PingPhase::readers)
                .contains(64);
    }

    @Test
    void isNotLedAstrayByHowBusyItIsAlone() {
        assertThat(verdict(3_000, answered(2, 3_900, new Lateness(millis(3_000), millis(3_000))))).isPresent();
    }

    @Test
    void findsSilenceAndFailure() {
        assertThat(verdict(1, phase(2, 0, 400, Map.of(), 2_500, PUNCTUAL))).isPresent();
        assertThat(verdict(1, phase(2, 400, 0, Map.of("HTTP 503", 1L), 1, PUNCTUAL))).isPresent();
        assertThat(verdict(1, phase(2, 0, 0, Map.of(), 0, PUNCTUAL))).isPresent();
    }

    @Test
    void tellsWhatIsTheMatter() {
        PingPhase silent = phase(2, 1, 399, Map.of(), 2_500, PUNCTUAL);
        var verdict = new PingVerdict(List.of(answered(0, 1, PUNCTUAL), silent));

        assertThat(verdict.told(silent))
                .isEqualTo("beside 2 readers 399 of 400 pings had no answer until the files had answered");
        assertThat(verdict.told(answered(64, 3, PUNCTUAL)))
                .isEqualTo("beside 64 readers the p99 of a ping is 3.0 ms, alone 1.0 ms");
    }

    private static Optional<PingPhase> verdict(long alone, PingPhase... disturbed) {
        var phases = new ArrayList<PingPhase>();
        phases.add(answered(0, alone, PUNCTUAL));
        phases.addAll(List.of(disturbed));
        return new PingVerdict(phases).firstThatSuffers();
    }

    private static PingPhase answered(int readers, long p99, Lateness lateness) {
        return phase(readers, 400, 0, Map.of(), p99, lateness);
    }

    private static PingPhase phase(
            int readers, long answered, long unanswered, Map<String, Long> errors, long p99, Lateness lateness) {
        var figures = new Figures(
                answered, errors, unanswered, 0, 0, 0, PHASE, 0, 0, millis(p99), millis(p99), millis(p99));
        var server = new ServerState(2, 0, 0, readers, true, "io_uring", Optional.empty(), readers, 0, 0, 0);
        return new PingPhase(readers, figures, lateness, server);
    }

    private static long millis(long count) {
        return Duration.ofMillis(count).toNanos();
    }
}
