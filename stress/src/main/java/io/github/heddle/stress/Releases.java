package io.github.heddle.stress;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

/** Lets go what hangs at FUSE, again and again: it holds threads of the pool, of which there are not so many. */
final class Releases {

    private static final long EVERY_NANOS = 300_000_000;
    private static final long FOR_NANOS = 60_000_000;

    private final SlowFiles slow;
    private final Findings findings;
    private volatile boolean ended;
    private final Thread thread = Thread.ofPlatform().name("releases").unstarted(this::run);

    private Releases(SlowFiles slow, Findings findings) {
        this.slow = slow;
        this.findings = findings;
    }

    static Releases start(SlowFiles slow, Findings findings) {
        Releases releases = new Releases(slow, findings);
        releases.thread.start();
        return releases;
    }

    private void run() {
        try {
            while (!ended) {
                slow.holdAgain();
                LockSupport.parkNanos(EVERY_NANOS);
                slow.release();
                LockSupport.parkNanos(FOR_NANOS);
            }
        } catch (IOException e) {
            findings.add("hung reads could not be let go", e);
        }
    }

    /** Nothing hangs from here on. */
    void end() throws IOException, InterruptedException {
        ended = true;
        thread.join();
        slow.release();
    }
}
