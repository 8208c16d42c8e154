package io.github.heddle.demo.load;

import io.github.heddle.demo.Progress;
import java.time.Duration;

/** Time that passes while something is measured, shown as progress in milliseconds. */
final class Steps {
    private final Progress progress;
    private long passed;

    Steps(Progress progress) {
        this.progress = progress;
    }

    void pass(Duration time) throws InterruptedException {
        long start = System.nanoTime();
        long left = time.toNanos();
        while (left > 0) {
            Thread.sleep(Duration.ofNanos(Math.min(left, Progress.REFRESH.toNanos())));
            long gone = System.nanoTime() - start;
            progress.at(passed + Duration.ofNanos(Math.min(gone, time.toNanos())).toMillis());
            left = time.toNanos() - gone;
        }
        passed += time.toMillis();
    }
}
