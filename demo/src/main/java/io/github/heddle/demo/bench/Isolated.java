package io.github.heddle.demo.bench;

import io.github.heddle.demo.CacheState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** How much a virtual thread suffers that has nothing to do with those who read slow files. */
final class Isolated implements Workload {
    static final Metric DISTURBED = Metric.percentile("p99 beside readers", Isolation.DISTURBED, 99);
    static final Metric UNDISTURBED = Metric.percentile("p99 undisturbed", Isolation.UNDISTURBED, 99);

    private static final Metric LONGEST = Metric.percentile("longest beside readers", Isolation.DISTURBED, 100);

    private static final int READERS = 256;
    private static final int MEGABYTES = 256;
    private static final int MILLIS = 20;
    private static final int PER_DIRECTORY = 400;

    /** So many more files than elsewhere, so that a round does not run out of cold ones. */
    private static final int MORE = 4;

    @Override
    public String id() {
        return "W7";
    }

    @Override
    public String title() {
        return "lateness of a tick each millisecond beside " + READERS + " readers of files that take " + MILLIS + " ms";
    }

    @Override
    public void run(Course course) throws IOException, InterruptedException {
        try (SlowDisk disk = course.slowDisk(MEGABYTES)) {
            int count = MORE * course.sizes().distant();
            List<Path> files = course.data().elsewhere(disk.files(), count, PER_DIRECTORY);
            disk.slow(MILLIS);
            var job = Job.of(Job.Task.ISOLATION, DataSets.SMALL_BYTES)
                    .by(READERS)
                    .lasting(course.sizes().isolationMillis());
            var entrants = List.of(
                    new Entrant(Entrant.HEDDLE, JvmRival.HEDDLE, job, files),
                    new Entrant(Entrant.JDK, JvmRival.JDK, job, files));
            course.exercise(entrants);
            course.hold(Contest.of(
                            id(), title(), CacheState.COLD, entrants, course.rounds(), DISTURBED, UNDISTURBED, LONGEST)
                    .briefly("a tick beside slow reads"));
        }
    }

    @Override
    public List<Target> targets() {
        return List.of(Target.atMost(
                id(), "p99 beside readers : undisturbed, Heddle", 2, results -> Results.ratio(
                        results.median(id(), Entrant.HEDDLE, DISTURBED),
                        results.median(id(), Entrant.HEDDLE, UNDISTURBED))));
    }
}
