package io.github.heddle.demo.bench;

import io.github.heddle.demo.CacheState;
import io.github.heddle.demo.Output;
import io.github.heddle.demo.PageCache;
import io.github.heddle.demo.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs workloads, one after the other, and keeps what came of them. */
final class Bench {
    private final Path directory;
    private final Output output;
    private final Rounds rounds;
    private final List<LibraryRival> libraries;
    private final DataSets data;
    private final Workshop workshop;
    private final ColdCache cold;
    private final Results results = new Results();
    private final List<Workload> workloads = new ArrayList<>();

    private Bench(
            Path directory,
            Output output,
            Rounds rounds,
            List<LibraryRival> libraries,
            Sizes sizes,
            ColdCache cold) {
        this.directory = directory;
        this.output = output;
        this.rounds = rounds;
        this.libraries = libraries;
        this.cold = cold;
        data = new DataSets(directory, sizes, output);
        workshop = new Workshop(directory.resolve("native"));
    }

    /** @param libraries which are compared as well where that is possible */
    static Bench open(
            Path directory,
            Output output,
            Rounds rounds,
            List<LibraryRival> libraries,
            Sizes sizes,
            PageCache pageCache)
            throws IOException, InterruptedException {
        Files.createDirectories(directory.resolve("lists"));
        return new Bench(directory, output, rounds, libraries, sizes, ColdCache.find(pageCache, directory));
    }

    /** {@return what came of it} */
    List<Outcome> run(Workload workload) throws IOException, InterruptedException {
        workloads.add(workload);
        int before = results.outcomes().size();
        try (Crew crew = new Crew(workshop)) {
            workload.run(new Course(this, crew));
        } catch (Rival.Unavailable problem) {
            results.skip(workload.id() + " " + workload.title(), String.valueOf(problem.getMessage()));
        }
        return results.outcomes().subList(before, results.outcomes().size());
    }

    void hold(Contest planned, Crew crew) throws IOException, InterruptedException {
        // What needs no warm JVM says so itself, and so does what needs more than others.
        Contest contest = planned.warmUps() == 0
                ? planned
                : planned.after(Math.max(planned.warmUps(), rounds.warmUps()));
        if (contest.cache() == CacheState.COLD && !cold.isPossible()) {
            results.skip(contest.id() + " " + contest.title(), cold.description());
            return;
        }
        int all = contest.warmUps() + contest.rounds();
        String task = contest.id() + " " + contest.title() + ": " + contest.entrants().size() + " rivals, " + all
                + " rounds";
        try (Progress progress = Progress.of(output, task, all)) {
            results.add(new Referee(contest, cold, directory.resolve("lists")).hold(crew, progress));
        }
    }

    /** Rounds that nobody counts, of a contest that is none: so that the JVMs compile what they run. */
    void exercise(Contest contest, Crew crew) throws IOException, InterruptedException {
        if (contest.cache() == CacheState.WARM || cold.isPossible()) {
            String task = contest.title() + ": " + contest.warmUps() + " rounds to warm up";
            try (Progress progress = Progress.of(output, task, contest.warmUps())) {
                new Referee(contest, cold, directory.resolve("lists")).hold(crew, progress);
            }
        }
    }

    /** {@return the targets of all workloads that have run} */
    List<Verdict> verdicts() {
        return workloads.stream()
                .flatMap(workload -> workload.targets().stream())
                .map(target -> target.judge(results))
                .toList();
    }

    Results results() {
        return results;
    }

    DataSets data() {
        return data;
    }

    Workshop workshop() {
        return workshop;
    }

    Path directory() {
        return directory;
    }

    List<LibraryRival> libraries() {
        return libraries;
    }

    int rounds() {
        return rounds.counted();
    }

    /** {@return what is cold in cold turns, or why there are none} */
    String coldness() {
        return cold.description();
    }
}
