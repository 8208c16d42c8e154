package io.github.heddle.demo.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What came of a contest. */
final class Outcome {
    private final Contest contest;
    private final Map<String, Standing> standings = new LinkedHashMap<>();
    private final Set<String> objections = new LinkedHashSet<>();

    Outcome(Contest contest) {
        this.contest = contest;
        contest.entrants().forEach(entrant -> standings.put(entrant.name(), new Standing(entrant.name())));
    }

    Contest contest() {
        return contest;
    }

    List<Standing> standings() {
        return List.copyOf(standings.values());
    }

    Standing standing(Entrant entrant) {
        return standings.computeIfAbsent(entrant.name(), Standing::new);
    }

    /** {@return how one has done that took part} */
    Optional<Standing> standing(String name) {
        return Optional.ofNullable(standings.get(name)).filter(Standing::tookPart);
    }

    /** {@return the ratio of Heddle's median to another's; empty for Heddle itself, and where one of them has none} */
    Optional<Double> ratio(Standing other, Metric metric) {
        return standing(Entrant.HEDDLE)
                .filter(heddle -> heddle != other && heddle.has(metric) && other.has(metric))
                .map(heddle -> heddle.spread(metric).median() / other.spread(metric).median());
    }

    /** {@return the same in each round; none when one of them lacks a round} */
    List<Double> ratios(Standing other, Metric metric) {
        List<Double> first =
                standing(Entrant.HEDDLE).map(heddle -> heddle.figures(metric)).orElse(List.of());
        List<Double> second = other.figures(metric);
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < first.size() && first.size() == second.size(); i++) {
            ratios.add(first.get(i) / second.get(i));
        }
        return ratios;
    }

    /** {@return why the figures prove nothing; none: they do} */
    Set<String> objections() {
        return objections;
    }

    void object(String objection) {
        objections.add(objection);
    }
}
