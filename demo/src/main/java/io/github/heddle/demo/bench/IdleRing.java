package io.github.heddle.demo.bench;

import io.github.heddle.demo.CacheState;
import java.io.IOException;
import java.util.List;

/** What a ring costs that nobody uses. */
final class IdleRing implements Workload {
    private static final Metric CPU = Metric.value("CPU of the reaper", "%", Idling.REAPER_PERCENT, 1);

    /** What is rounded to 0.0. */
    private static final double NOTHING = 0.05;

    @Override
    public String id() {
        return "idle";
    }

    @Override
    public String title() {
        return "an open ring and nobody reads";
    }

    @Override
    public void run(Course course) throws IOException, InterruptedException {
        var job = Job.of(Job.Task.IDLE, DataSets.SMALL_BYTES).lasting(course.sizes().idleMillis());
        var entrant = new Entrant(
                Entrant.HEDDLE, JvmRival.HEDDLE, job, course.data().small().subList(0, 1));
        course.hold(Contest.of(id(), title(), CacheState.WARM, List.of(entrant), 1, CPU).after(0));
    }

    @Override
    public List<Target> targets() {
        return List.of(Target.atMost(id(), "CPU of the reaper", NOTHING, results ->
                        results.median(id(), Entrant.HEDDLE, CPU))
                .in("%"));
    }
}
