package io.github.heddle.stress;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/** What the process held before the work and after it. More of anything is a leak. */
final class Ledger {

    /** Of memory that malloc has taken from the system, and that nobody uses, the amount comes and goes. */
    static final long SLACK_KIB = 8 << 10;

    /** The kernel ends a worker that is idle after 5 s, the thread pool one of its after 10 s. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Holdings before;
    private final Holdings after;

    private Ledger(Holdings before, Holdings after) {
        this.before = before;
        this.after = after;
    }

    /** {@return what is held when nothing is under way: waits for the threads that leave when they are idle} */
    static Holdings open() throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        Holdings now = Holdings.now();
        while (now.all("threads: heddle-blocking") + now.of(Holdings.WORKERS) > 0 && System.nanoTime() < end) {
            LockSupport.parkNanos(200_000_000);
            now = Holdings.now();
        }
        Holdings.tidyUp();
        return Holdings.now();
    }

    /** Waits until there is no more than before, which threads and the kernel need some seconds for, or for too long. */
    static Ledger close(Holdings before) throws IOException {
        return close(before, PATIENCE);
    }

    static Ledger close(Holdings before, Duration patience) throws IOException {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            Holdings.tidyUp();
            Ledger ledger = new Ledger(before, Holdings.now());
            if (ledger.leaks().isEmpty() || System.nanoTime() >= end) {
                return ledger;
            }
            LockSupport.parkNanos(500_000_000);
        }
    }

    List<String> leaks() {
        return Holdings.items(before, after).stream()
                .filter(item -> after.of(item) > before.of(item) + slack(item))
                .toList();
    }

    private static long slack(String item) {
        return item.equals(Holdings.BEYOND_THE_BOOKS) || item.equals(Holdings.OFF_THE_HEAP) ? SLACK_KIB : 0;
    }

    long growth(String item) {
        return after.of(item) - before.of(item);
    }

    /** {@return the growth of all items whose names begin so} */
    long growthOfAll(String prefix) {
        return after.all(prefix) - before.all(prefix);
    }

    /** {@return before and after of three sums, in one line} */
    String summary() {
        return "descriptors %d → %d, threads %d → %d, memory beyond the books %,d → %,d KiB"
                .formatted(
                        before.all("descriptors"),
                        after.all("descriptors"),
                        before.all("threads"),
                        after.all("threads"),
                        before.of(Holdings.BEYOND_THE_BOOKS),
                        after.of(Holdings.BEYOND_THE_BOOKS));
    }

    @Override
    public String toString() {
        StringBuilder table = new StringBuilder();
        List<String> items = Holdings.items(before, after);
        int width = items.stream().mapToInt(String::length).max().orElse(0);
        String row = "%-" + width + "s  %,12d  %,12d  %s%n";
        table.append(String.format(Locale.ROOT, "%-" + width + "s  %12s  %12s%n", "", "before", "after"));
        List<String> leaks = leaks();
        for (String item : items) {
            String mark = leaks.contains(item) ? "LEAK" : "";
            table.append(String.format(Locale.ROOT, row, item, before.of(item), after.of(item), mark));
        }
        return table.toString();
    }
}
