package io.github.heddle.demo.server;

import io.github.heddle.demo.MemoryBudget;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * What all requests share and no number of clients can use up: connections, open files, memory, and time.
 *
 * <p>Connections and open files need descriptors, and a server that cannot accept a connection for want of one is at its
 * end. So they share what the process may have: two parts for connections, one for files that are open while they are
 * sent, and a reserve for the JVM, the ring and its pool of threads. Connections above that wait in the kernel until
 * others are closed, and answers wait for files.
 */
final class Bounds implements AutoCloseable {
    private static final int MOST_DESCRIPTORS = 65_536;
    private static final int RESERVE = 1_024;
    private static final Duration LONGEST_WRITE = Duration.ofSeconds(30);

    private final int connections;
    private final Semaphore files;
    private final MemoryBudget memory = new MemoryBudget(Runtime.getRuntime().maxMemory() / 4);
    private final StallWatch stalls;

    private Bounds(int connections, int files, Duration longestWrite) {
        this.connections = connections;
        this.files = new Semaphore(files);
        this.stalls = new StallWatch(longestWrite);
    }

    /** @param descriptors how many files the process may have open, as the kernel writes it: perhaps "unlimited" */
    static Bounds of(String descriptors) {
        return of(descriptors, LONGEST_WRITE);
    }

    static Bounds of(String descriptors, Duration longestWrite) {
        int all = number(descriptors);
        int shared = all - Math.min(RESERVE, all / 2);
        return new Bounds(Math.max(1, shared / 3 * 2), Math.max(1, shared / 3), longestWrite);
    }

    private static int number(String descriptors) {
        try {
            return (int) Math.min(MOST_DESCRIPTORS, Long.parseLong(descriptors));
        } catch (NumberFormatException unlimitedOrUnknown) {
            return MOST_DESCRIPTORS;
        }
    }

    int connections() {
        return connections;
    }

    /** Something to give back. */
    interface Share extends AutoCloseable {
        @Override
        void close();
    }

    /** Waits until a file may be opened. */
    Share file() {
        files.acquireUninterruptibly();
        return files::release;
    }

    /** Waits until an answer may have that many bytes of a file in memory, and as many again as copies on their way. */
    MemoryBudget.Share memory(int bytes) {
        return memory.take(2L * bytes);
    }

    StallWatch stalls() {
        return stalls;
    }

    @Override
    public void close() {
        stalls.close();
    }
}
