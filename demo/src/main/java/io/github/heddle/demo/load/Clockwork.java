package io.github.heddle.demo.load;

import io.github.heddle.demo.bench.Latencies;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * A thread that sends each request at its instant, and waits for no answer.
 *
 * <p>Where it comes late it sends all that is due at once, and every request counts from its own instant: so what was not
 * sent while the machine or this JVM stood still is seen in the latencies, as its senders would have seen it.
 */
final class Clockwork {
    private static final class Hand {
        final Lane lane;
        long number;
        long due;

        Hand(Lane lane, long start) {
            this.lane = lane;
            this.due = start;
        }

        void advance(long start) {
            number++;
            due = start + lane.dueAfter(number);
        }
    }

    private final List<Hand> hands = new ArrayList<>();
    private final Recorder lateness = Latencies.recorder();
    private final Thread thread;
    private final long start;

    private volatile boolean stopped;

    Clockwork(List<Lane> lanes) {
        start = System.nanoTime();
        lanes.forEach(lane -> hands.add(new Hand(lane, start)));
        thread = Thread.ofPlatform().daemon().name("heddle-load").start(this::run);
    }

    private void run() {
        while (!stopped) {
            Hand next = next();
            long early = next.due - System.nanoTime();
            if (early > 0) {
                LockSupport.parkNanos(this, early);
            } else {
                lateness.recordValue(Latencies.within(-early));
                next.lane.send(next.due);
                next.advance(start);
            }
        }
    }

    // Differences, since the instants themselves may overflow.
    private Hand next() {
        return hands.stream()
                .min(Comparator.comparingLong(hand -> hand.due - start))
                .orElseThrow();
    }

    long start() {
        return start;
    }

    Histogram latenessSinceLast() {
        return lateness.getIntervalHistogram();
    }

    /** Ends it, and waits until it has ended: nothing is sent after that. */
    void stop() throws InterruptedException {
        stopped = true;
        LockSupport.unpark(thread);
        thread.join();
    }
}
