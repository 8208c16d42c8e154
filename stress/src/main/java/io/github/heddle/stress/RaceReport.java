package io.github.heddle.stress;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jcstress.infra.Status;

/**
 * What a run of the races found, on one screen, and whether all held: no forbidden outcome, each selected test ran to
 * its end, and enough controls fired. Without the last the run was blind, and says nothing.
 */
final class RaceReport {

    private final RaceMode mode;
    private final boolean weakMemory;
    private final int processors;
    private final List<Race> races;
    private final Map<String, List<RaceResult>> results;

    private final List<String> wrong = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /**
     * @param weakMemory whether the processors may reorder more than a write with a later read
     * @param races      those that were to run
     * @param end        the exit status of jcstress
     */
    RaceReport(RaceMode mode, boolean weakMemory, int processors, List<Race> races, List<RaceResult> results, int end) {
        this.mode = mode;
        this.weakMemory = weakMemory;
        this.processors = processors;
        this.races = races;
        this.results = results.stream().collect(Collectors.groupingBy(RaceResult::test));
        for (Race race : races) {
            judge(race);
        }
        judgeControls();
        // It also ends so for what is told already.
        if (end != 0 && wrong.isEmpty()) {
            wrong.add("jcstress ended with status " + end + ", as its log says");
        }
    }

    /** Whether x86 or another processor: on x86 only a write and a later read change places. */
    static boolean isWeak(String architecture) {
        return !architecture.equals("amd64") && !architecture.equals("x86_64");
    }

    private List<RaceResult> of(Race race) {
        return results.getOrDefault(race.name(), List.of());
    }

    private void judge(Race race) {
        List<RaceResult> all = of(race);
        // Of a status that is not normal there may be no samples, and it is told below.
        if (all.stream().allMatch(result -> result.status() == Status.NORMAL && result.samples() == 0)) {
            boolean tooLarge = race.actors() > processors;
            // The build of somebody who has one processor must not fail for that.
            (tooLarge && mode == RaceMode.BRIEF ? notes : wrong)
                    .add(race.shortName() + ": did not run"
                            + (tooLarge
                                    ? ", for it needs " + race.actors() + " processors and there are " + processors
                                    : ""));
        }
        all.stream()
                .filter(result -> result.status() != Status.NORMAL)
                .collect(Collectors.groupingBy(RaceResult::status, TreeMap::new, Collectors.toList()))
                .forEach((status, some) -> wrong.add("%s: %s in %d of %d configurations, such as %s%s"
                        .formatted(
                                race.shortName(),
                                status,
                                some.size(),
                                all.size(),
                                some.getFirst().configuration(),
                                some.getFirst().messages().stream()
                                        .filter(message -> !message.isBlank())
                                        .findFirst()
                                        .map(message -> ": " + message.strip())
                                        .orElse(""))));
        all.stream()
                .flatMap(result -> result.outcomes().stream())
                .filter(RaceResult.Outcome::isForbidden)
                .map(RaceResult.Outcome::id)
                .distinct()
                .sorted()
                .forEach(id -> wrong.add(forbidden(race, id)));
    }

    private String forbidden(Race race, String id) {
        List<RaceResult> seen = of(race).stream().filter(result -> count(result, id) > 0).toList();
        RaceResult most = seen.stream()
                .max(Comparator.comparingLong(result -> count(result, id)))
                .orElseThrow();
        String description = most.outcomes().stream()
                .filter(outcome -> outcome.id().equals(id))
                .map(RaceResult.Outcome::description)
                .findFirst()
                .orElse("");
        return String.format(
                Locale.ROOT,
                "%s: %s, %,d times: %s In %d of %d configurations, most in %s",
                race.shortName(),
                id,
                seen.stream().mapToLong(result -> count(result, id)).sum(),
                description.isEmpty() ? "Not described." : description,
                seen.size(),
                of(race).size(),
                most.configuration());
    }

    private static long count(RaceResult result, String id) {
        return result.outcomes().stream()
                .filter(outcome -> outcome.id().equals(id))
                .mapToLong(RaceResult.Outcome::count)
                .sum();
    }

    private void judgeControls() {
        if (mode == RaceMode.SANITY) {
            return;
        }
        List<Race> controls = races.stream().filter(Race::isControl).toList();
        controls.stream()
                .filter(control -> !isExpectedToFire(control) && hasFired(control))
                .forEach(control -> notes.add(control.shortName()
                        + ": fired, though not by the processor's order: the compiler reorders too"));
        List<Race> able = controls.stream().filter(this::canFire).toList();
        List<Race> silent = able.stream().filter(control -> !hasFired(control)).toList();
        boolean blind = mode.isBlind(able.size(), silent.size());
        silent.forEach(control -> (blind ? wrong : notes).add(control.shortName() + ": a control that did not fire"));
        if (blind) {
            wrong.add("%d of %d controls did not fire: the run was %s"
                    .formatted(
                            silent.size(),
                            able.size(),
                            mode == RaceMode.FULL ? "blind to what they show" : "blind, and says nothing of the tests"));
        }
    }

    private boolean isExpectedToFire(Race control) {
        return weakMemory || !control.needsWeakMemory();
    }

    private boolean canFire(Race control) {
        return (isExpectedToFire(control) && control.actors() <= processors) || hasFired(control);
    }

    private boolean hasFired(Race control) {
        return fired(control) > 0;
    }

    private long fired(Race control) {
        return sum(control, RaceResult.Outcome::isInteresting);
    }

    private long forbidden(Race race) {
        return sum(race, RaceResult.Outcome::isForbidden);
    }

    private long sum(Race race, Predicate<RaceResult.Outcome> which) {
        return of(race).stream()
                .flatMap(result -> result.outcomes().stream())
                .filter(which)
                .mapToLong(RaceResult.Outcome::count)
                .sum();
    }

    private long samples(Stream<Race> some) {
        return some.flatMap(race -> of(race).stream())
                .mapToLong(RaceResult::samples)
                .sum();
    }

    boolean held() {
        return wrong.isEmpty();
    }

    void printTable(PrintWriter out) {
        printRow(out, "topic", "tests", "samples of them", "forbidden", "controls fired", "with samples");
        Map<String, List<Race>> topics =
                races.stream().collect(Collectors.groupingBy(Race::topic, TreeMap::new, Collectors.toList()));
        topics.forEach((topic, some) -> printRow(out, topic, some));
        if (topics.size() > 1) {
            printRow(out, "all " + topics.size() + " topics", races);
        }
    }

    private void printRow(PrintWriter out, String title, List<Race> some) {
        List<Race> controls = some.stream().filter(Race::isControl).toList();
        List<Race> able = controls.stream().filter(this::canFire).toList();
        int unable = controls.size() - able.size();
        String fired = able.isEmpty() ? "" : able.stream().filter(this::hasFired).count() + " of " + able.size();
        String cannot = unable == 0 ? "" : unable + " cannot here";
        printRow(
                out,
                title,
                Integer.toString(some.size() - controls.size()),
                number(samples(some.stream().filter(race -> !race.isControl()))),
                number(some.stream().mapToLong(this::forbidden).sum()),
                fired + (fired.isEmpty() || cannot.isEmpty() ? "" : ", ") + cannot,
                controls.isEmpty() ? "" : number(controls.stream().mapToLong(this::fired).sum()));
    }

    private static void printRow(PrintWriter out, String... cells) {
        out.println(
                "%-32s %5s %16s %10s  %-24s %13s".formatted((Object[]) cells).stripTrailing());
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** What does not make the run fail, and then what does. */
    void printFindings(PrintWriter out) {
        notes.forEach(note -> out.println("Note: " + note));
        wrong.forEach(one -> out.println("WRONG: " + one));
    }

    /** {@return the outcome in a few words} */
    String summary() {
        return "%s samples with those of the controls: %s"
                .formatted(
                        number(samples(races.stream())),
                        held() ? "all held" : wrong.size() + (wrong.size() == 1 ? " thing is" : " things are") + " wrong");
    }
}
