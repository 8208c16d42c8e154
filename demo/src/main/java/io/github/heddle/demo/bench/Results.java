package io.github.heddle.demo.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** All outcomes of a run, and how they compare. */
final class Results {
    private final Map<String, Outcome> outcomes = new LinkedHashMap<>();
    private final Map<String, String> skipped = new LinkedHashMap<>();

    void add(Outcome outcome) {
        outcomes.put(outcome.contest().id(), outcome);
    }

    void skip(String contest, String reason) {
        skipped.put(contest, reason);
    }

    List<Outcome> outcomes() {
        return List.copyOf(outcomes.values());
    }

    /** {@return why contests were left out, by their title} */
    Map<String, String> skipped() {
        return skipped;
    }

    boolean areProven() {
        return outcomes.values().stream().allMatch(outcome -> outcome.objections().isEmpty());
    }

    /** {@return the median of one; empty when it did not take part} */
    OptionalDouble median(String contest, String entrant, Metric metric) {
        Outcome outcome = outcomes.get(contest);
        if (outcome == null) {
            return OptionalDouble.empty();
        }
        return outcome.standing(entrant).stream()
                .filter(standing -> standing.has(metric))
                .mapToDouble(standing -> standing.spread(metric).median())
                .findFirst();
    }

    /** {@return the ratio of two medians} */
    OptionalDouble ratio(String contest, String entrant, String other, Metric metric) {
        return ratio(median(contest, entrant, metric), median(contest, other, metric));
    }

    /** {@return the ratio to the best of all whose name begins so} */
    OptionalDouble ratioToBest(String contest, String entrant, String prefix, Metric metric) {
        Outcome outcome = outcomes.get(contest);
        if (outcome == null) {
            return OptionalDouble.empty();
        }
        OptionalDouble best = outcome.standings().stream()
                .filter(standing -> standing.tookPart() && standing.name().startsWith(prefix))
                .mapToDouble(standing -> standing.spread(metric).median())
                .max();
        return ratio(median(contest, entrant, metric), best);
    }

    static OptionalDouble ratio(OptionalDouble first, OptionalDouble second) {
        return first.isPresent() && second.isPresent()
                ? OptionalDouble.of(first.getAsDouble() / second.getAsDouble())
                : OptionalDouble.empty();
    }
}
