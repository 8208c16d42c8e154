package io.github.heddle.demo.bench;

import io.github.heddle.demo.CacheState;
import java.util.List;

/**
 * Some rivals that do the same in turns.
 *
 * @param id by which targets find it, such as {@code W1}
 * @param brief the title in the few words that a label has room for
 * @param warmUps how many rounds do not count, before those that do
 * @param rounds how many rounds count
 * @param metrics by which they are compared, the most important one first
 * @param step where it stands in a row of contests; {@link Step#NONE} when it stands alone
 */
record Contest(
        String id,
        String title,
        String brief,
        CacheState cache,
        List<Entrant> entrants,
        int warmUps,
        int rounds,
        List<Metric> metrics,
        Step step) {

    /** Of 20,000 reads a round: by then the JVMs have compiled most of what they run. */
    static final int WARM_UPS = 2;

    /**
     * One of a row of contests that differ in one quantity.
     *
     * @param row of all of them
     * @param quantity what differs
     * @param value of this one
     * @param label of this one
     */
    record Step(String row, String quantity, double value, String label) {
        static final Step NONE = new Step("", "", 0, "");
    }

    static Contest of(
            String id, String title, CacheState cache, List<Entrant> entrants, int rounds, Metric... metrics) {
        return new Contest(id, title, title, cache, entrants, WARM_UPS, rounds, List.of(metrics), Step.NONE);
    }

    Contest at(Step newStep) {
        return new Contest(id, title, brief, cache, entrants, warmUps, rounds, metrics, newStep);
    }

    Contest after(int newWarmUps) {
        return new Contest(id, title, brief, cache, entrants, newWarmUps, rounds, metrics, step);
    }

    Contest briefly(String newBrief) {
        return new Contest(id, title, newBrief, cache, entrants, warmUps, rounds, metrics, step);
    }

    Metric metric() {
        return metrics.getFirst();
    }

    boolean isStep() {
        return !step.equals(Step.NONE);
    }
}
