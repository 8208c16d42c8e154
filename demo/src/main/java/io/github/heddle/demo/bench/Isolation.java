package io.github.heddle.demo.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * How late a virtual thread runs that wants to every millisecond: first with nobody beside it, then while others read.
 *
 * <p>The readers stop when the time is up, wherever they are, so how much they read is no figure of this exercise.
 */
final class Isolation implements Exercise {
    static final String UNDISTURBED = "undisturbed";
    static final String DISTURBED = "disturbed";

    private final Job job;
    private final List<Path> files;
    private final Reads reads;
    private final Callers callers;

    Isolation(Job job, List<Path> files, Reads reads, Callers callers) {
        this.job = job;
        this.files = files;
        this.reads = reads;
        this.callers = callers;
    }

    @Override
    public Answer run() throws InterruptedException {
        Histogram undisturbed = new Ticker(job.millis()).run();

        // What is read differs from turn to turn, so it is not compared: the tally only keeps what fails.
        var tally = new Tally(0);
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(job.millis());
        Measure measure = Measure.start(reads);
        Thread readers = Thread.ofPlatform().start(() -> read(deadline, tally));
        Histogram disturbed = new Ticker(job.millis()).run();
        readers.join();
        return measure.end(tally, Map.of(UNDISTURBED, undisturbed, DISTURBED, disturbed));
    }

    private void read(long deadline, Tally tally) {
        try {
            callers.call(job.callers(), caller -> readUntil(deadline, caller, tally));
        } catch (InterruptedException problem) {
            tally.failed(problem);
        }
    }

    private void readUntil(long deadline, int caller, Tally tally) {
        try {
            for (int i = caller; i < files.size() && System.nanoTime() < deadline; i += job.callers()) {
                byte[] content = reads.whole(files.get(i));
                if (content.length != job.fileBytes()) {
                    throw new IOException(files.get(i) + " gave " + content.length + " bytes");
                }
            }
        } catch (IOException | RuntimeException | Error problem) {
            tally.failed(problem);
        }
    }

    /** Has a moment to run for each millisecond, and says how much later it did run; a late one makes the next ones late. */
    private static final class Ticker {
        private static final long PERIOD = TimeUnit.MILLISECONDS.toNanos(1);

        private final long ticks;

        Ticker(long ticks) {
            this.ticks = ticks;
        }

        Histogram run() throws InterruptedException {
            Histogram lateness = Latencies.create();
            // The first moment counts from here, so that a ticker which cannot even start is late, too.
            long begin = System.nanoTime();
            Thread.startVirtualThread(() -> tick(begin, lateness)).join();
            return lateness;
        }

        private void tick(long begin, Histogram lateness) {
            try {
                long due = begin;
                for (long i = 0; i < ticks; i++) {
                    due += PERIOD;
                    long left = due - System.nanoTime();
                    if (left > 0) {
                        TimeUnit.NANOSECONDS.sleep(left);
                    }
                    lateness.recordValue(Latencies.within(System.nanoTime() - due));
                }
            } catch (InterruptedException impossible) {
                throw new AssertionError(impossible);
            }
        }
    }
}
