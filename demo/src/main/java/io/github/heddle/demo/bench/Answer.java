package io.github.heddle.demo.bench;

import java.util.Map;

/**
 * What came of a turn; it travels from the rival's process as JSON.
 *
 * @param error why the turn failed; empty when it did not
 * @param nanos from the start of the first thread to the end of the last
 * @param reads how many files were read, or lists of ranges
 * @param bytes how many bytes they gave
 * @param checksum of all lengths and of first and last bytes, in no order
 * @param cpuNanos CPU time of the whole process in that time
 * @param histograms encoded latencies in nanoseconds, by what they are of
 * @param values further figures, by name
 * @param proof by which way a ring has read
 */
record Answer(
        String error,
        long nanos,
        long reads,
        long bytes,
        long checksum,
        long cpuNanos,
        Map<String, String> histograms,
        Map<String, Double> values,
        Proof proof) {

    static final String NO_ERROR = "";

    static Answer failed(String error) {
        return new Answer(error, 0, 0, 0, 0, 0, Map.of(), Map.of(), Proof.NONE);
    }

    Answer with(Map<String, Double> newValues) {
        return new Answer(error, nanos, reads, bytes, checksum, cpuNanos, histograms, newValues, proof);
    }

    boolean isError() {
        return !error.isEmpty();
    }
}
