package io.github.heddle.demo.bench;

import io.github.heddle.demo.CacheState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Parts of files at random places: a few of many cold files, and many of one in memory. */
final class RangesOfFiles implements Workload {
    private static final String COLD = "W5 cold";
    private static final String WARM = "W5 warm";

    private static final int COLD_RANGES = 16;
    private static final int COLD_BYTES = 16 << 10;
    private static final int COLD_WARM_UPS = 12;
    private static final int WARM_RANGES = 1_024;
    private static final int WARM_BYTES = 4 << 10;
    private static final int WARM_CALLERS = 256;

    @Override
    public String id() {
        return "W5";
    }

    @Override
    public String title() {
        return "ranges";
    }

    @Override
    public void run(Course course) throws IOException, InterruptedException {
        List<Path> large = course.data().large();
        var job = Job.ranges(COLD_RANGES, COLD_BYTES, DataSets.LARGE_BYTES);
        List<Entrant> entrants = new ArrayList<>(pair(job, large));
        entrants.add(new Entrant(Entrant.parallelism(64), JvmRival.parallelism(64), job, large));
        entrants.add(new Entrant(Entrant.pool(64), JvmRival.pool(64), job, large));
        course.hold(Contest.of(
                        COLD,
                        "16 ranges of 16 KiB from each of many files, cold",
                        CacheState.COLD,
                        entrants,
                        course.rounds(),
                        Metric.FILES)
                .briefly("16 ranges a file, cold")
                .after(COLD_WARM_UPS));

        List<Path> one = Collections.nCopies(WARM_CALLERS, course.data().huge());
        course.hold(Contest.of(
                        WARM,
                        "1,024 ranges of 4 KiB from one file by each of 256 callers, warm",
                        CacheState.WARM,
                        pair(Job.ranges(WARM_RANGES, WARM_BYTES, DataSets.HUGE_BYTES), one),
                        course.rounds(),
                        Metric.rate("ranges/s", WARM_RANGES))
                .briefly("1,024 ranges, warm"));
    }

    private static List<Entrant> pair(Job job, List<Path> files) {
        return List.of(
                new Entrant(Entrant.HEDDLE, JvmRival.HEDDLE, job, files),
                new Entrant(Entrant.JDK, JvmRival.JDK, job, files));
    }

    @Override
    public List<Target> targets() {
        return List.of(target(COLD, 5), target(WARM, 1.2));
    }

    private Target target(String contest, double bound) {
        String text = "Heddle : FileChannel on virtual threads" + contest.replace(id() + " ", ", ");
        return Target.atLeast(id(), text, bound, results ->
                results.ratio(contest, Entrant.HEDDLE, Entrant.JDK, Metric.FILES));
    }
}
