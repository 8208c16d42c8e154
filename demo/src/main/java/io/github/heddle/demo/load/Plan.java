package io.github.heddle.demo.load;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What is asked of a side.
 *
 * @param root the directory that is served, an absolute path
 * @param files below it: those that are read
 * @param filesPerSecond how many of them a second, chosen by chance
 * @param pingsPerSecond how many requests a second that read no file
 * @param slowReaders how many clients read, one after the other, files that take their time
 * @param slowDelay how long those take
 */
public record Plan(
        Path root,
        List<ListedFile> files,
        double filesPerSecond,
        double pingsPerSecond,
        int slowReaders,
        Duration slowDelay) {
    public static final String FILES = "files";
    public static final String PING = "ping";

    public Plan {
        files = List.copyOf(files);
    }
}
