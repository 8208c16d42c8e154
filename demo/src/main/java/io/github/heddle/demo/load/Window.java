package io.github.heddle.demo.load;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The last seconds of a load, for somebody who watches it. Whoever has a window takes no {@link Load#snapshot}. */
public final class Window {
    private final Load load;
    private final long length;
    private final Deque<Account> slices = new ArrayDeque<>();

    /** @param length how much of the past is seen */
    public Window(Load load, Duration length) {
        this.load = load;
        this.length = length.toNanos();
    }

    /**
     * What is seen.
     *
     * @param distributions of the latencies of each kind of request, see {@link #distribution}
     */
    public record View(Snapshot snapshot, Map<String, List<Long>> distributions) {

        /** {@return how many latencies lie in each tenth of a power of ten, from 10 µs to 100 s} Others are at the ends. */
        public List<Long> distribution(String kind) {
            return Objects.requireNonNull(distributions.get(kind), kind);
        }
    }

    /** Moves it to now. {@return what is seen there} */
    public synchronized View slide() {
        slices.add(load.slice());
        while (slices.stream().mapToLong(Account::span).sum() - slices.getFirst().span() >= length) {
            slices.removeFirst();
        }
        var seen = new Account();
        slices.forEach(seen::add);
        load.withUnanswered(seen);
        return new View(seen.snapshot(), seen.distributions());
    }
}
