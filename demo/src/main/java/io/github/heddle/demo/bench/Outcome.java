package io.github.heddle.demo.bench;

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

    /** {@return why the figures prove nothing; none: they do} */
    Set<String> objections() {
        return objections;
    }

    void object(String objection) {
        objections.add(objection);
    }
}
