package io.github.heddle.demo.bench;

import io.github.heddle.demo.CacheState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/** What the first read costs in a JVM that has just started. */
final class FirstRead implements Workload {
    private static final Metric READ =
            new Metric("first read", "ms", false, sample -> sample.answer().nanos() / 1e6);
    /** The process asks at its end how it has read, and for that waits until the ring is open. */
    private static final Metric PROCESS = Metric.value("process, ring open", "ms", FreshJvm.WALL_NANOS, 1e6);
    private static final int MORE_ROUNDS = 3;
    private static final double ABOVE = 60;

    @Override
    public String id() {
        return "start";
    }

    @Override
    public String title() {
        return "a fresh JVM reads one file in memory";
    }

    @Override
    public void run(Course course) throws IOException, InterruptedException {
        List<Path> file = course.data().small().subList(0, 1);
        var job = Job.of(Job.Task.FILES, DataSets.SMALL_BYTES);
        var entrants = List.of(
                new Entrant(Entrant.HEDDLE, new FreshJvm.Kind("heddle"), job, file),
                new Entrant(Entrant.JDK, new FreshJvm.Kind("jdk"), job, file));
        course.hold(Contest.of(
                        id(), title(), CacheState.WARM, entrants, MORE_ROUNDS * course.rounds(), READ, PROCESS)
                .briefly("a fresh JVM reads a file"));
    }

    @Override
    public List<Target> targets() {
        return List.of(Target.atMost(id(), "first read, Heddle − Files", ABOVE, results -> {
                    OptionalDouble heddle = results.median(id(), Entrant.HEDDLE, READ);
                    OptionalDouble jdk = results.median(id(), Entrant.JDK, READ);
                    return heddle.isPresent() && jdk.isPresent()
                            ? OptionalDouble.of(heddle.getAsDouble() - jdk.getAsDouble())
                            : OptionalDouble.empty();
                })
                .in("ms"));
    }
}
