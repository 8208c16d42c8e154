package io.github.heddle.demo.bench;

import java.nio.file.Path;

/**
 * What a rival is to do in one turn; it travels to the rival's process as JSON.
 *
 * @param task what is done with the files
 * @param list a file with their paths, one a line, in the order in which they are read
 * @param callers how many threads read at once; 0: one for each file
 * @param ranges how many ranges are read of each file
 * @param rangeBytes how long each of them is
 * @param fileBytes how long each file is
 * @param seed what the ranges' offsets are drawn from
 * @param millis how long a task lasts that has no end of its own
 */
record Job(Task task, String list, int callers, int ranges, int rangeBytes, int fileBytes, long seed, long millis) {

    /** The kinds of work. */
    enum Task {
        /** Each file as a whole. */
        FILES,
        /** The same, and what memory the ring holds. */
        FILES_AND_MEMORY,
        /** Some ranges of each file. */
        RANGES,
        /** One thread reads one file after the other, and each read is timed. */
        ALONE,
        /** The files are read while another thread, which has nothing to do with them, wants to run every millisecond. */
        ISOLATION,
        /** Nobody reads. */
        IDLE
    }

    static Job of(Task task, int fileBytes) {
        return new Job(task, "", 0, 0, 0, fileBytes, 0, 0);
    }

    static Job ranges(int ranges, int rangeBytes, int fileBytes) {
        return new Job(Task.RANGES, "", 0, ranges, rangeBytes, fileBytes, 0, 0);
    }

    Job by(int howMany) {
        return new Job(task, list, howMany, ranges, rangeBytes, fileBytes, seed, millis);
    }

    Job lasting(long newMillis) {
        return new Job(task, list, callers, ranges, rangeBytes, fileBytes, seed, newMillis);
    }

    /** The same on the files of one round. */
    Job on(Path files, long round) {
        return new Job(task, files.toString(), callers, ranges, rangeBytes, fileBytes, round, millis);
    }
}
