package io.github.heddle.demo.load;

import java.util.Map;
import java.util.Objects;

/**
 * What a load has come to over some time.
 *
 * @param span that time, in nanoseconds
 * @param kinds the figures of each kind of request
 * @param lateness the generator's own
 */
public record Snapshot(long span, Map<String, Figures> kinds, Lateness lateness) {
    public Figures of(String kind) {
        return Objects.requireNonNull(kinds.get(kind), kind);
    }
}
