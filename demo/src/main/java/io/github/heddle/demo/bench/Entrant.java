package io.github.heddle.demo.bench;

import java.nio.file.Path;
import java.util.List;

/**
 * A rival in a contest.
 *
 * @param name as in the tables
 * @param files what it reads, in any order
 */
record Entrant(String name, Rival.Kind kind, Job job, List<Path> files) {
    static final String HEDDLE = "Heddle";
    static final String JDK = "Files";

    static String parallelism(int carriers) {
        return "Files, parallelism=" + carriers;
    }

    static String pool(int threads) {
        return "Files, pool of " + threads;
    }

    static final String CEILING = "native ceiling";
}
