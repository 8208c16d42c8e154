package io.github.heddle.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A failure names its seed, and {@code -Dheddle.seed=N} runs that one alone. */
class SimulationTest {

    private static final int SEEDS = Integer.getInteger("heddle.seeds", 10_000);

    @Test
    void anySeed_givesRightBytesAndLosesNothing() {
        Long one = Long.getLong("heddle.seed");
        LongStream seeds = one == null ? LongStream.range(0, SEEDS) : LongStream.of(one);
        seeds.forEach(seed -> {
            try {
                new Simulation(seed).run();
            } catch (AssertionError | RuntimeException e) {
                fail("seed " + seed + " (replay: -Dheddle.seed=" + seed + ")", e);
            }
        });
    }

    @Test
    void sameSeed_isTheSameRun() {
        for (int seed = 0; seed < 200; seed++) {
            assertThat(new Simulation(seed).run()).as("seed %d", seed).isEqualTo(new Simulation(seed).run());
        }
    }
}
