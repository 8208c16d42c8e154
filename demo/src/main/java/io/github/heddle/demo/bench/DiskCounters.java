package io.github.heddle.demo.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a block device has done so far.
 *
 * @param reads reads completed
 * @param busyMillis time in which at least one request was there
 * @param weightedMillis the same, times the number of requests
 */
record DiskCounters(long reads, long busyMillis, long weightedMillis) {
    private static final Path ALL = Path.of("/proc/diskstats");

    // Words of a line: major, minor, name, then the numbers that the kernel's iostats.rst counts from 1.
    private static final int READS = 3;
    private static final int BUSY_MILLIS = 12;
    private static final int WEIGHTED_MILLIS = 13;

    static final DiskCounters NONE = new DiskCounters(0, 0, 0);

    /** {@return the average number of requests while there was any; 0 without any} */
    double depth() {
        return busyMillis == 0 ? 0 : (double) weightedMillis / busyMillis;
    }

    DiskCounters since(DiskCounters before) {
        return new DiskCounters(
                reads - before.reads, busyMillis - before.busyMillis, weightedMillis - before.weightedMillis);
    }

    /** {@return the counters of the device below a file; all 0 where there is no such device, as below tmpfs} */
    static DiskCounters below(@Nullable Path file) throws IOException {
        if (file == null || Files.notExists(ALL)) {
            return NONE;
        }
        long device = ((Number) Files.getAttribute(file, "unix:dev")).longValue();
        return parse(Files.readAllLines(ALL), (device >> 8) & 0xfff, (device & 0xff) | ((device >> 12) & 0xfff00));
    }

    static DiskCounters parse(List<String> lines, long major, long minor) {
        for (String line : lines) {
            String[] words = line.strip().split("\\s+", -1);
            if (Long.parseLong(words[0]) == major && Long.parseLong(words[1]) == minor) {
                return new DiskCounters(
                        Long.parseLong(words[READS]),
                        Long.parseLong(words[BUSY_MILLIS]),
                        Long.parseLong(words[WEIGHTED_MILLIS]));
            }
        }
        return NONE;
    }
}
