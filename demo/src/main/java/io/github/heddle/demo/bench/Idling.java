package io.github.heddle.demo.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A ring is open, one file has been read through it, and nobody reads. */
final class Idling implements Exercise {
    static final String REAPER_PERCENT = "reaperPercent";

    private static final Path THREADS = Path.of("/proc/self/task");
    private static final String REAPER = "heddle-reaper";
    private static final double PERCENT = 100;
    private static final long SETTLING_MILLIS = 200;

    private final Job job;
    private final List<Path> files;
    private final Reads reads;

    Idling(Job job, List<Path> files, Reads reads) {
        this.job = job;
        this.files = files;
        this.reads = reads;
    }

    @Override
    public Answer run() throws IOException, InterruptedException {
        if (reads.whole(files.getFirst()).length != job.fileBytes()) {
            throw new IOException(files.getFirst() + " has another length than it should");
        }
        TimeUnit.MILLISECONDS.sleep(SETTLING_MILLIS);
        Measure measure = Measure.start(reads);
        long before = reaperNanos();
        TimeUnit.MILLISECONDS.sleep(job.millis());
        long cpu = reaperNanos() - before;
        Answer answer = measure.end(new Tally(0));
        return answer.with(Map.of(REAPER_PERCENT, cpu * PERCENT / answer.nanos()));
    }

    /** The CPU time so far of all threads that wait for a kernel ring. */
    private static long reaperNanos() throws IOException {
        long nanos = 0;
        int found = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(THREADS)) {
            for (Path thread : threads) {
                if (isReaper(thread)) {
                    String running = Files.readString(thread.resolve("schedstat"));
                    nanos += Long.parseLong(running.substring(0, running.indexOf(' ')));
                    found++;
                }
            }
        }
        if (found == 0) {
            throw new IOException("no thread is named " + REAPER);
        }
        return nanos;
    }

    private static boolean isReaper(Path thread) throws IOException {
        // The kernel keeps fifteen characters of a name.
        return Files.readString(thread.resolve("comm")).startsWith(REAPER);
    }
}
