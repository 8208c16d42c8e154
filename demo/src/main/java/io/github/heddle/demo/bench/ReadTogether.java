package io.github.heddle.demo.bench;

import io.github.heddle.Range;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** All files are read by callers that start at once. */
final class ReadTogether implements Exercise {

    /** One read of the exercise. */
    private interface Read {
        void into(Tally tally, int number) throws IOException;
    }

    private final int count;
    private final int callers;
    private final Read read;
    private final Reads reads;
    private final Callers threads;

    private ReadTogether(int count, Job job, Read read, Reads reads, Callers threads) {
        this.count = count;
        this.callers = job.callers() == 0 ? count : job.callers();
        this.read = read;
        this.reads = reads;
        this.threads = threads;
    }

    static Exercise files(Job job, List<Path> files, Reads reads, Callers threads) {
        Read read = (tally, number) -> tally.add(number, reads.whole(files.get(number)));
        return new ReadTogether(files.size(), job, read, reads, threads);
    }

    static Exercise ranges(Job job, List<Path> files, Reads reads, Callers threads) {
        List<List<Range>> ranges = new ArrayList<>(files.size());
        for (int i = 0; i < files.size(); i++) {
            ranges.add(Offsets.draw(job, i));
        }
        Read read = (tally, number) -> tally.add(number, reads.ranges(files.get(number), ranges.get(number)));
        return new ReadTogether(files.size(), job, read, reads, threads);
    }

    @Override
    public Answer run() throws InterruptedException {
        var tally = new Tally(count);
        Measure measure = Measure.start(reads);
        threads.call(callers, caller -> call(caller, tally));
        return measure.end(tally);
    }

    private void call(int caller, Tally tally) {
        try {
            for (int number = caller; number < count; number += callers) {
                read.into(tally, number);
            }
        } catch (IOException | RuntimeException | Error problem) {
            tally.failed(problem);
        }
    }
}
