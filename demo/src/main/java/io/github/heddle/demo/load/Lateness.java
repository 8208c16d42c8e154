package io.github.heddle.demo.load;

import java.time.Duration;

/**
 * How much later than due the generator sent its requests, in nanoseconds. That is part of the latencies, which count
 * from when a request was due.
 */
public record Lateness(long p99, long max) {
    private static final long TOLERABLE = Duration.ofMillis(5).toNanos();

    /** {@return whether the latencies say as much about the generator as about the server} */
    public boolean matters() {
        return p99 > TOLERABLE;
    }
}
