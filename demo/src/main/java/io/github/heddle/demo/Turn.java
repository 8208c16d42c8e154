package io.github.heddle.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.HdrHistogram.AtomicHistogram;

/** One reading of all files by one contender, a virtual thread for each file, all started at once. */
final class Turn {
    private static final long LONGEST = Duration.ofHours(1).toNanos();

    private final List<Reference> references;
    private final Contender contender;
    private final Problems problems;
    private final AtomicHistogram latencies = new AtomicHistogram(LONGEST, 3);

    Turn(List<Reference> references, Contender contender, Problems problems) {
        this.references = references;
        this.contender = contender;
        this.problems = problems;
    }

    Measurement run(LongConsumer progress) throws InterruptedException {
        var unfinished = new CountDownLatch(references.size());
        long start = System.nanoTime();
        for (Reference reference : references) {
            long asked = System.nanoTime();
            Thread.startVirtualThread(() -> {
                try {
                    read(reference, asked);
                } finally {
                    unfinished.countDown();
                }
            });
        }
        // The waiting thread asks how far the readers are, so that telling it costs them nothing.
        while (!unfinished.await(Progress.REFRESH.toNanos(), TimeUnit.NANOSECONDS)) {
            progress.accept(references.size() - unfinished.getCount());
        }
        long nanos = System.nanoTime() - start;
        progress.accept(references.size());
        long bytes = references.stream().mapToLong(Reference::size).sum();
        return new Measurement(
                new Totals(references.size(), bytes, 0, nanos),
                latencies.getValueAtPercentile(50),
                latencies.getValueAtPercentile(99));
    }

    private void read(Reference reference, long asked) {
        try {
            byte[] content = contender.reader().read(reference.file());
            latencies.recordValue(Math.min(System.nanoTime() - asked, LONGEST));
            if (!reference.isOf(content)) {
                problems.add(
                        reference.file(), contender.name() + " read " + reference.differenceTo(content));
            }
        } catch (IOException | RuntimeException | Error problem) {
            problems.add(reference.file(), contender.name() + " could not read it: " + Reason.of(problem));
        }
    }
}
