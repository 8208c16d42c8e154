package io.github.heddle.demo.bench;

/** One counted turn: what the rival says, and what its disk did meanwhile. */
record Sample(Answer answer, DiskCounters disk) {
    double cpuMicrosPerRead() {
        return answer.reads() == 0 || answer.cpuNanos() == 0 ? Double.NaN : answer.cpuNanos() / 1e3 / answer.reads();
    }
}
