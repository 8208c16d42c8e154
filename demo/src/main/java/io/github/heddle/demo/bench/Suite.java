package io.github.heddle.demo.bench;

import java.util.ArrayList;
import java.util.List;

/** All workloads there are, in the order in which they run. */
final class Suite {
    static final List<Workload> ALL = List.of(
            WholeFiles.COLD_SMALL,
            WholeFiles.COLD_MEDIUM,
            WholeFiles.WARM_SMALL,
            WholeFiles.WARM_MEDIUM,
            new RangesOfFiles(),
            new AloneReads(),
            new Isolated(),
            new ManyCallers(),
            new DistantDisk(),
            new IdleRing(),
            new FirstRead(),
            new Scaling());

    private Suite() {}

    /**
     * {@return the named ones; none or "all": every one}
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    static List<Workload> named(List<String> names) {
        if (names.isEmpty() || names.contains("all")) {
            return ALL;
        }
        List<Workload> chosen = new ArrayList<>();
        for (String name : names) {
            chosen.add(ALL.stream()
                    .filter(workload -> workload.id().equalsIgnoreCase(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no workload is named " + name)));
        }
        return chosen;
    }
}
