package io.github.heddle.demo.load;

import java.util.Map;

/**
 * How the requests of one kind have fared. All times are nanoseconds. Percentiles and maximum are of the latencies from
 * the instants at which the requests were due, those without an answer with their age.
 *
 * @param answered with the right status and size
 * @param errors how many of each kind; they are not among the latencies
 * @param unanswered how many have no answer yet
 * @param oldest the age of the oldest one of them
 * @param heldBack how many had to wait for one of the generator's connections, since those have an end
 * @param bytes of the answers
 * @param span the time that all this is of
 */
public record Figures(
        long answered,
        Map<String, Long> errors,
        long unanswered,
        long oldest,
        long heldBack,
        long bytes,
        long span,
        long p50,
        long p90,
        long p99,
        long p999,
        long max) {

    public long failed() {
        return errors.values().stream().mapToLong(Long::longValue).sum();
    }

    public double perSecond() {
        return answered / seconds();
    }

    public double megabytesPerSecond() {
        return bytes / 1e6 / seconds();
    }

    private double seconds() {
        return span / 1e9;
    }
}
