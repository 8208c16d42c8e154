package io.github.heddle.demo;

/** What a reading of many files came to. */
record Totals(long files, long bytes, long failed, long nanos) {
    double seconds() {
        return nanos / 1e9;
    }

    double filesPerSecond() {
        return perSecond((double) files);
    }

    double megabytesPerSecond() {
        return perSecond(bytes / 1e6);
    }

    private double perSecond(double amount) {
        return nanos == 0 ? 0 : amount / seconds();
    }
}
