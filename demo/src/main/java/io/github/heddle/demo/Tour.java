package io.github.heddle.demo;

import java.io.IOException;
import java.util.List;

/** Lets the contenders read the same files in turns, round after round. */
final class Tour {
    /** Rounds of each kind that are not counted: by then the JVM has compiled most of what they run. */
    static final int WARM_UPS = 2;

    private final List<Reference> references;
    private final List<Contender> contenders;
    private final PageCache pageCache;
    private final Problems problems = new Problems();

    Tour(List<Reference> references, List<Contender> contenders, PageCache pageCache) {
        this.references = references;
        this.contenders = contenders;
        this.pageCache = pageCache;
    }

    /** What went wrong; a round in which something did is the last. */
    Problems problems() {
        return problems;
    }

    Measurements run(int rounds, List<CacheState> states, Output output) throws IOException, InterruptedException {
        int turns = contenders.size() * (WARM_UPS + rounds) * states.size();
        String task = "Reading " + Quantity.count(references.size()) + " files " + turns + " times";
        var measurements = new Measurements();
        try (Progress progress = Progress.of(output, task, (long) turns * references.size())) {
            var bar = new Bar(progress);
            for (CacheState state : states) {
                for (int round = 0; round < WARM_UPS; round++) {
                    round(state, new Measurements(), bar);
                }
                for (int round = 0; round < rounds; round++) {
                    round(state, measurements, bar);
                }
            }
        }
        return measurements;
    }

    private void round(CacheState state, Measurements measurements, Bar bar)
            throws IOException, InterruptedException {
        for (Contender contender : contenders) {
            if (problems.none()) {
                if (state == CacheState.COLD) {
                    pageCache.drop();
                }
                var turn = new Turn(references, contender, problems);
                measurements.add(state, contender, turn.run(bar::at));
                bar.turnDone();
            }
        }
    }

    private final class Bar {
        private final Progress progress;
        private long before;

        Bar(Progress progress) {
            this.progress = progress;
        }

        void at(long done) {
            progress.at(before + done);
        }

        void turnDone() {
            before += references.size();
        }
    }
}
