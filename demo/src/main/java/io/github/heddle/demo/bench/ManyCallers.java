package io.github.heddle.demo.bench;

import io.github.heddle.demo.CacheState;
import java.io.IOException;
import java.util.List;

/** Far more virtual threads than the ring has slots read cold files at once. */
final class ManyCallers implements Workload {
    private static final String FEWER = "Heddle, W1's files";
    private static final double MEBIBYTE = 1 << 20;
    private static final Metric MAPPED =
            Metric.value("ring maps", "MiB", HeddleReads.MAPPED_BYTES, MEBIBYTE);
    private static final Metric RESIDENT =
            Metric.value("of it in memory", "MiB", HeddleReads.RESIDENT_BYTES, MEBIBYTE);

    @Override
    public String id() {
        return "W8";
    }

    @Override
    public String title() {
        return "100,000 callers at once, cold, 4 KiB a file";
    }

    @Override
    public void run(Course course) throws IOException, InterruptedException {
        var job = Job.of(Job.Task.FILES_AND_MEMORY, DataSets.SMALL_BYTES);
        var entrants = List.of(
                new Entrant(Entrant.HEDDLE, JvmRival.HEDDLE, job, course.data().many()),
                new Entrant(FEWER, JvmRival.HEDDLE, job, course.data().small()));
        course.hold(Contest.of(
                id(), title(), CacheState.COLD, entrants, course.rounds(), Metric.FILES, MAPPED, RESIDENT));
    }

    @Override
    public List<Target> targets() {
        return List.of(
                Target.atMost(id(), "off-heap memory of the ring", 64, results ->
                                results.median(id(), Entrant.HEDDLE, MAPPED))
                        .in("MiB"),
                Target.atLeast(id(), "100,000 callers : W1's", 0.9, results ->
                        results.ratio(id(), Entrant.HEDDLE, FEWER, Metric.FILES)));
    }
}
