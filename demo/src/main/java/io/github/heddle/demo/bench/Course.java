package io.github.heddle.demo.bench;

import io.github.heddle.demo.CacheState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What one workload runs on: files, and rivals that live as long as it does. */
final class Course {
    private static final int EXERCISE = 3;

    private final Bench bench;
    private final Crew crew;

    Course(Bench bench, Crew crew) {
        this.bench = bench;
        this.crew = crew;
    }

    void hold(Contest contest) throws IOException, InterruptedException {
        bench.hold(contest, crew);
    }

    /**
     * Has rivals read cold files of the local disk, which nobody counts. For slow disks: a round there has too few reads
     * to warm a JVM up, and takes the JDK too long.
     */
    void exercise(List<Entrant> entrants) throws IOException, InterruptedException {
        List<Path> files = data().small();
        var job = Job.of(Job.Task.FILES, DataSets.SMALL_BYTES);
        List<Entrant> here = entrants.stream()
                .map(entrant -> new Entrant(entrant.name(), entrant.kind(), job, files))
                .toList();
        bench.exercise(
                Contest.of("", "files of the local disk", CacheState.COLD, here, 0, Metric.FILES)
                        .after(EXERCISE),
                crew);
    }

    DataSets data() {
        return bench.data();
    }

    Sizes sizes() {
        return bench.data().sizes();
    }

    /** {@return the other libraries that are to be compared} */
    List<LibraryRival> libraries() {
        return bench.libraries();
    }

    int rounds() {
        return bench.rounds();
    }

    /** {@return a new file system on a disk that takes its time} */
    SlowDisk slowDisk(int megabytes) throws IOException, InterruptedException {
        return SlowDisk.make(bench.workshop().slowdisk(), bench.directory().resolve("slow"), megabytes);
    }
}
