package io.github.heddle.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What went wrong with files: the first few in full, of the rest only how many. */
final class Problems {
    private static final int SHOWN = 10;

    private record Problem(Path path, String reason) {}

    private final List<Problem> first = new ArrayList<>();
    private long count;

    synchronized void add(Path path, String reason) {
        count++;
        if (first.size() < SHOWN) {
            first.add(new Problem(path, reason));
        }
    }

    synchronized boolean none() {
        return count == 0;
    }

    synchronized void report(Output output) {
        first.forEach(problem -> output.complain(problem.path(), problem.reason()));
        if (count > first.size()) {
            output.complain("and " + Quantity.count(count - first.size()) + " more");
        }
    }
}
