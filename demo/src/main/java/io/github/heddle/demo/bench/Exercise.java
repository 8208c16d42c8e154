package io.github.heddle.demo.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A job that is ready to begin: what can be done before the clock runs has been done. */
@FunctionalInterface
interface Exercise {

    Answer run() throws IOException, InterruptedException;

    static Exercise of(Job job, Reads reads, Callers callers) throws IOException {
        List<Path> files = Files.readAllLines(Path.of(job.list())).stream().map(Path::of).toList();
        return switch (job.task()) {
            case FILES -> ReadTogether.files(job, files, reads, callers);
            case FILES_AND_MEMORY -> {
                Exercise exercise = ReadTogether.files(job, files, reads, callers);
                yield () -> exercise.run().with(reads.memory());
            }
            case RANGES -> ReadTogether.ranges(job, files, reads, callers);
            case ALONE -> new ReadAlone(files, reads, callers);
            case ISOLATION -> new Isolation(job, files, reads, callers);
            case IDLE -> new Idling(job, files, reads);
        };
    }
}
