package io.github.heddle.demo.load;

import io.github.heddle.demo.PageCache;
import io.github.heddle.demo.Progress;
import io.github.heddle.demo.Quantity;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The load on both sides in turns.
 *
 * <p>Each side has a server process of its own, and the other one is idle meanwhile: they would share the processors, and
 * the one that waits less would take them from the other. The turns are short, so that a machine that is busy for a while
 * hits both; and who begins a round alternates, since the second finds files in memory that the first has read.
 */
final class Comparison {
    private static final Duration LONGEST_TURN = Duration.ofSeconds(5);
    private static final Duration WARM_UP = Duration.ofSeconds(3);

    private final Plan plan;
    private final Optional<PageCache> emptied;
    private final int rounds;
    private final Duration turn;

    /**
     * @param length how long each side has the load, all together
     * @param emptied what is emptied before each turn
     */
    Comparison(Plan plan, Duration length, Optional<PageCache> emptied) {
        this.plan = plan;
        this.emptied = emptied;
        rounds = Math.toIntExact(Math.ceilDiv(length.toNanos(), LONGEST_TURN.toNanos()));
        turn = length.dividedBy(rounds);
    }

    /** {@return how long it takes, more or less: what it tells its progress in the end} */
    Duration lasts() {
        return turn.multipliedBy(rounds).plus(warmUp()).multipliedBy(2);
    }

    /** {@return how the turns are made, in words} */
    String how() {
        return String.format(
                Locale.ROOT,
                "In turns: %d × %.1f s for each side, after a turn that does not count; %s.",
                rounds,
                turn.toMillis() / 1e3,
                emptied.isPresent()
                        ? "the page cache is emptied before each"
                        : "the files are on the disk or in memory as it happens");
    }

    private Duration warmUp() {
        return turn.compareTo(WARM_UP) < 0 ? turn : WARM_UP;
    }

    /** {@return what both have come to, the JDK first} */
    List<Standing> run(Progress progress) throws IOException, InterruptedException {
        var steps = new Steps(progress);
        try (Trial jdk = Trial.open(Side.JDK, plan);
                Trial heddle = Trial.open(Side.HEDDLE, plan)) {
            turn(jdk, 0, warmUp(), steps, progress);
            turn(heddle, 0, warmUp(), steps, progress);
            var ofJdk = new Standing(Side.JDK, jdk.state());
            var ofHeddle = new Standing(Side.HEDDLE, heddle.state());
            for (int round = 0; round < rounds; round++) {
                // Other files for each turn: those of the turn before are in memory.
                long seed = 1 + 2L * round;
                if (round % 2 == 0) {
                    ofJdk.add(turn(jdk, seed, turn, steps, progress), jdk.state());
                    ofHeddle.add(turn(heddle, seed + 1, turn, steps, progress), heddle.state());
                } else {
                    ofHeddle.add(turn(heddle, seed, turn, steps, progress), heddle.state());
                    ofJdk.add(turn(jdk, seed + 1, turn, steps, progress), jdk.state());
                }
            }
            return List.of(ofJdk, ofHeddle);
        }
    }

    private Turn.Result turn(Trial trial, long seed, Duration length, Steps steps, Progress progress)
            throws IOException, InterruptedException {
        if (emptied.isPresent()) {
            emptied.get().drop();
        }
        try (Turn turn = trial.start(seed, Duration.ofMillis(500), moment -> progress.note(live(moment)))) {
            steps.pass(length);
            return turn.stop();
        }
    }

    private static String live(Moment moment) {
        return moment.side() + " p99 " + Quantity.milliseconds(moment.load().of(Plan.FILES).p99()) + ", ping "
                + Quantity.milliseconds(moment.load().of(Plan.PING).p99());
    }
}
