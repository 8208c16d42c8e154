package io.github.heddle.demo;

/** What one turn took; the percentiles are nanoseconds from a thread's start to its bytes being there. */
record Measurement(Totals totals, double p50, double p99) {}
