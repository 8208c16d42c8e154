package io.github.heddle.demo.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** One caller reads one file after the other. */
final class ReadAlone implements Exercise {
    static final String LATENCY = "read";

    private final List<Path> files;
    private final Reads reads;
    private final Callers callers;

    ReadAlone(List<Path> files, Reads reads, Callers callers) {
        this.files = files;
        this.reads = reads;
        this.callers = callers;
    }

    @Override
    public Answer run() throws InterruptedException {
        var tally = new Tally(files.size());
        Histogram latencies = Latencies.create();
        Measure measure = Measure.start(reads);
        callers.call(1, _ -> readAll(tally, latencies));
        return measure.end(tally, Map.of(LATENCY, latencies));
    }

    private void readAll(Tally tally, Histogram latencies) {
        try {
            for (int i = 0; i < files.size(); i++) {
                long start = System.nanoTime();
                byte[] content = reads.whole(files.get(i));
                latencies.recordValue(Latencies.within(System.nanoTime() - start));
                tally.add(i, content);
            }
        } catch (IOException | RuntimeException | Error problem) {
            tally.failed(problem);
        }
    }
}
