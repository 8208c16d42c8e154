package io.github.heddle.stress;

import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicLong;

/** What should not have happened. All are counted, and the first ones told. */
final class Findings {

    private static final int TOLD = 20;

    private final PrintWriter out;
    private final AtomicLong count = new AtomicLong();

    Findings(PrintWriter out) {
        this.out = out;
    }

    void add(String what) {
        if (count.incrementAndGet() <= TOLD) {
            out.println("WRONG: " + what);
            out.flush();
        }
    }

    void add(String what, Throwable thrown) {
        if (count.incrementAndGet() <= TOLD) {
            synchronized (out) {
                out.println("WRONG: " + what + ": " + thrown);
                thrown.printStackTrace(out);
                out.flush();
            }
        }
    }

    long count() {
        return count.get();
    }
}
