package io.github.heddle.demo.server;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Ends the answers whose clients take nothing any more. A blocking write has no timeout, so each is told here before it
 * begins, and a thread looks which of them have lasted too long and interrupts them; that closes the connection.
 */
final class StallWatch implements AutoCloseable {
    private final Duration longest;
    private final Set<Write> writes = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("heddle-serve-stalls").daemon().factory());

    /** @param longest how long a write may take */
    StallWatch(Duration longest) {
        this.longest = longest;
        long period = longest.toMillis() / 10 + 1;
        var _ = thread.scheduleWithFixedDelay(this::look, period, period, TimeUnit.MILLISECONDS);
    }

    /** {@return a write of the calling thread, which lasts until it is closed} */
    Write begin() {
        var write = new Write(Thread.currentThread(), System.nanoTime());
        writes.add(write);
        return write;
    }

    private void look() {
        long now = System.nanoTime();
        for (Write write : writes) {
            if (now - write.begun > longest.toNanos()) {
                write.interrupt();
            }
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    /** A write that is under way. */
    final class Write implements AutoCloseable {
        private final Thread thread;
        private final long begun;
        private boolean ended;

        private Write(Thread thread, long begun) {
            this.thread = thread;
            this.begun = begun;
        }

        /** Of this write and no later one. */
        private synchronized void interrupt() {
            if (!ended) {
                thread.interrupt();
            }
        }

        @Override
        public synchronized void close() {
            ended = true;
            writes.remove(this);
        }
    }
}
