package io.github.heddle.demo.bench;

import io.github.heddle.demo.CacheState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Many files of one size are read whole, each by a caller of its own. */
record WholeFiles(String id, String title, CacheState cache, int fileBytes, int warmUps, List<Target> targets)
        implements Workload {
    /** Rounds to warm up where one has a twentieth of the usual reads; and where it has them all in a tenth of a second. */
    private static final int OF_FEW_READS = 12;

    private static final int OF_SHORT_ONES = 8;

    private static final List<Integer> THREADS = List.of(16, 64, 256);

    static final WholeFiles COLD_SMALL = new WholeFiles(
            "W1",
            "cold, 4 KiB a file",
            CacheState.COLD,
            DataSets.SMALL_BYTES,
            Contest.WARM_UPS,
            List.of(
                    toJdk("W1", 5),
                    Target.atLeast("W1", "Heddle : best JDK setting", 1.05, results ->
                            results.ratioToBest("W1", Entrant.HEDDLE, Entrant.JDK, Metric.FILES)),
                    toCeiling("W1")));

    static final WholeFiles COLD_MEDIUM = new WholeFiles(
            "W2",
            "cold, 256 KiB a file",
            CacheState.COLD,
            DataSets.MEDIUM_BYTES,
            OF_FEW_READS,
            List.of(
                    toCeiling("W2"),
                    Target.above("W2", "Heddle : best JDK setting", 1, results ->
                            results.ratioToBest("W2", Entrant.HEDDLE, Entrant.JDK, Metric.FILES))));

    static final WholeFiles WARM_SMALL = new WholeFiles(
            "W3", "warm, 4 KiB a file", CacheState.WARM, DataSets.SMALL_BYTES, OF_SHORT_ONES, List.of(toJdk("W3", 1.2)));

    static final WholeFiles WARM_MEDIUM = new WholeFiles(
            "W4", "warm, 256 KiB a file", CacheState.WARM, DataSets.MEDIUM_BYTES, OF_FEW_READS, List.of(toJdk("W4", 1)));

    private static Target toJdk(String id, double bound) {
        return Target.atLeast(id, "Heddle : Files on virtual threads", bound, results ->
                results.ratio(id, Entrant.HEDDLE, Entrant.JDK, Metric.FILES));
    }

    private static Target toCeiling(String id) {
        return Target.atLeast(id, "Heddle : native ceiling", 0.95, results ->
                results.ratio(id, Entrant.HEDDLE, Entrant.CEILING, Metric.FILES));
    }

    @Override
    public void run(Course course) throws IOException, InterruptedException {
        List<Path> files = fileBytes == DataSets.SMALL_BYTES
                ? course.data().small()
                : course.data().medium();
        var job = Job.of(Job.Task.FILES, fileBytes);
        List<Entrant> entrants = new ArrayList<>();
        entrants.add(new Entrant(Entrant.HEDDLE, JvmRival.HEDDLE, job, files));
        entrants.add(new Entrant(Entrant.CEILING, new CeilingRival.Kind(0), job, files));
        entrants.add(new Entrant(Entrant.JDK, JvmRival.JDK, job, files));
        for (int threads : THREADS) {
            entrants.add(new Entrant(Entrant.parallelism(threads), JvmRival.parallelism(threads), job, files));
        }
        for (int threads : THREADS) {
            entrants.add(new Entrant(Entrant.pool(threads), JvmRival.pool(threads), job, files));
        }
        for (LibraryRival library : course.libraries()) {
            entrants.add(new Entrant(library.title(), library, job, files));
        }
        course.hold(Contest.of(id, title, cache, entrants, course.rounds(), Metric.FILES).after(warmUps));
    }
}
