package io.github.heddle.demo.bench;

import io.github.heddle.demo.CacheState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** One virtual thread reads one file after the other. */
final class AloneReads implements Workload {
    static final String COLD = "W6 cold";
    static final String WARM = "W6 warm";
    static final Metric MEDIAN = Metric.percentile("p50", ReadAlone.LATENCY, 50);
    static final Metric P90 = Metric.percentile("p90", ReadAlone.LATENCY, 90);
    static final Metric P99 = Metric.percentile("p99", ReadAlone.LATENCY, 99);

    @Override
    public String id() {
        return "W6";
    }

    @Override
    public String title() {
        return "one caller alone";
    }

    @Override
    public void run(Course course) throws IOException, InterruptedException {
        List<Path> files = course.data().small();
        int count = Math.min(course.sizes().aloneCold(), files.size());
        int step = files.size() / count;
        List<Path> some = IntStream.range(0, count)
                .mapToObj(i -> files.get(i * step))
                .toList();
        course.hold(contest(COLD, CacheState.COLD, some, course.rounds()));
        course.hold(contest(WARM, CacheState.WARM, files, course.rounds()));
    }

    private static Contest contest(String id, CacheState cache, List<Path> files, int rounds) {
        var job = Job.of(Job.Task.ALONE, DataSets.SMALL_BYTES);
        var entrants = List.of(
                new Entrant(Entrant.HEDDLE, JvmRival.HEDDLE, job, files),
                new Entrant(Entrant.JDK, JvmRival.JDK, job, files));
        return Contest.of(id, "one caller alone reads one file of 4 KiB after the other, " + cache, cache, entrants, rounds, MEDIAN, P90, P99)
                .briefly("one caller alone, " + cache);
    }

    @Override
    public List<Target> targets() {
        return List.of(target(COLD, 1.1), target(WARM, 0.9));
    }

    private static Target target(String contest, double bound) {
        String text = "p50, Heddle : Files, " + contest.substring(contest.indexOf(' ') + 1);
        return Target.atMost("W6", text, bound, results ->
                results.ratio(contest, Entrant.HEDDLE, Entrant.JDK, MEDIAN));
    }
}
