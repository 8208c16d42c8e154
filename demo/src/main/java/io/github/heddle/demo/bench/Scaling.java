package io.github.heddle.demo.bench;

import io.github.heddle.demo.CacheState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** How the figures change with the number of callers, and with the size of the files. */
final class Scaling implements Workload {
    private static final List<Integer> CALLERS = List.of(1, 10, 100, 1_000, 10_000);
    private static final int FIRST_BYTES = 512;
    private static final int LAST_BYTES = 64 << 20;
    private static final int TIMES = 8;
    private static final int MOST_FILES = 4_000;

    /** Each point of a curve has neighbours that confirm it, so it needs fewer rounds. */
    private static final int ROUNDS = 3;

    @Override
    public String id() {
        return "scaling";
    }

    @Override
    public String title() {
        return "more callers, larger files";
    }

    @Override
    public void run(Course course) throws IOException, InterruptedException {
        for (CacheState cache : CacheState.values()) {
            for (int callers : CALLERS) {
                course.hold(callers(course, cache, callers));
            }
        }
        for (CacheState cache : CacheState.values()) {
            for (long bytes = FIRST_BYTES; bytes / TIMES < LAST_BYTES; bytes *= TIMES) {
                course.hold(sizes(course, cache, (int) Math.min(bytes, LAST_BYTES)));
            }
        }
    }

    private static Contest callers(Course course, CacheState cache, int callers) throws IOException {
        List<Path> all = course.data().small();
        List<Path> files = all.subList(0, all.size() / 2);
        var job = Job.of(Job.Task.FILES, DataSets.SMALL_BYTES).by(Math.min(callers, files.size()));
        var entrants = List.of(
                new Entrant(Entrant.HEDDLE, JvmRival.HEDDLE, job, files),
                new Entrant(Entrant.JDK, JvmRival.JDK, job, files),
                new Entrant(Entrant.parallelism(64), JvmRival.parallelism(64), job, files),
                new Entrant(Entrant.pool(64), JvmRival.pool(64), job, files));
        String row = "Callers at once, files of 4 KiB, " + cache;
        String label = String.format(Locale.ROOT, "%,d", callers);
        return contest(course, "scaling callers " + callers, cache, entrants, Metric.FILES)
                .at(new Contest.Step(row, "callers", callers, label));
    }

    private static Contest sizes(Course course, CacheState cache, int bytes) throws IOException {
        int count = Math.clamp(course.sizes().scalingBytes() / bytes, 1, MOST_FILES);
        List<Path> files = course.data().of(bytes, count);
        var job = Job.of(Job.Task.FILES, bytes);
        var entrants = List.of(
                new Entrant(Entrant.HEDDLE, JvmRival.HEDDLE, job, files),
                new Entrant(Entrant.JDK, JvmRival.JDK, job, files));
        String row = "Bytes in a file, one caller each, " + cache;
        return contest(course, "scaling bytes " + bytes, cache, entrants, Metric.MEGABYTES)
                .at(new Contest.Step(row, "bytes in a file", bytes, label(bytes)));
    }

    private static Contest contest(
            Course course, String id, CacheState cache, List<Entrant> entrants, Metric metric) {
        return Contest.of(
                id + " " + cache, cache.toString(), cache, entrants, Math.min(ROUNDS, course.rounds()), metric);
    }

    private static String label(int bytes) {
        if (bytes < 1 << 10) {
            return bytes + " B";
        }
        return bytes < 1 << 20 ? (bytes >> 10) + " KiB" : (bytes >> 20) + " MiB";
    }

    @Override
    public List<Target> targets() {
        return List.of();
    }
}
