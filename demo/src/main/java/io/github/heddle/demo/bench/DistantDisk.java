package io.github.heddle.demo.bench;

import io.github.heddle.demo.CacheState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Cold small files on a disk whose reads take long, and which serves many at once. */
final class DistantDisk implements Workload {
    private static final int MEGABYTES = 128;
    private static final int MILLIS = 5;
    private static final int PER_DIRECTORY = 100;
    private static final int WORKERS = 256;

    @Override
    public String id() {
        return "W9";
    }

    @Override
    public String title() {
        return "a distant disk, cold, 4 KiB a file, " + MILLIS + " ms a read";
    }

    @Override
    public void run(Course course) throws IOException, InterruptedException {
        try (SlowDisk disk = course.slowDisk(MEGABYTES)) {
            List<Path> files =
                    course.data().elsewhere(disk.files(), course.sizes().distant(), PER_DIRECTORY);
            disk.slow(MILLIS);
            var job = Job.of(Job.Task.FILES, DataSets.SMALL_BYTES);
            var entrants = List.of(
                    new Entrant(Entrant.HEDDLE, JvmRival.HEDDLE, job, files),
                    new Entrant(Entrant.CEILING, new CeilingRival.Kind(WORKERS), job, files),
                    new Entrant(Entrant.JDK, JvmRival.JDK, job, files),
                    new Entrant(Entrant.parallelism(64), JvmRival.parallelism(64), job, files),
                    new Entrant(Entrant.pool(64), JvmRival.pool(64), job, files),
                    new Entrant(Entrant.pool(128), JvmRival.pool(128), job, files));
            course.exercise(entrants);
            course.hold(Contest.of(id(), title(), CacheState.COLD, entrants, course.rounds(), Metric.FILES)
                    .briefly("cold, a disk " + MILLIS + " ms away"));
        }
    }

    @Override
    public List<Target> targets() {
        return List.of(
                target("Files on virtual threads", Entrant.JDK, 50),
                target("a pool of 64", Entrant.pool(64), 1.7),
                target("native ceiling, " + WORKERS + " workers", Entrant.CEILING, 0.95));
    }

    private Target target(String text, String rival, double bound) {
        return Target.atLeast(id(), "Heddle : " + text, bound, results ->
                results.ratio(id(), Entrant.HEDDLE, rival, Metric.FILES));
    }
}
