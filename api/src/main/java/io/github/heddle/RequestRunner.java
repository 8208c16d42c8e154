package io.github.heddle;

import io.github.heddle.ring.Patience;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Runs requests at once, each by a plain read on a virtual thread of its own, and hands the finished ones to one taker.
 *
 * <p>No more of them exist than there are places. A place is taken by {@link #start} and given back by {@link #take},
 * both on the taker's thread, which alone keeps the count.
 *
 * <pre>
 *   start ──► running ──► finished (queue, then one permit) ──► take
 *     └──── no thread to be had: failed ────┘
 * </pre>
 *
 * <p>Every started request is handed in exactly once, whatever is thrown. {@code Thread.start} may throw although the
 * thread runs, when the scheduler gets no memory for one more worker, so whichever of the two claims the request first
 * hands it in. From there on nothing is allocated: the queue is an array with room for every place.
 *
 * <p>A permit is released after what it stands for is in the queue, so whoever has acquired one finds a request there;
 * the one exception is the permit that {@link #close} releases to wake a waiting taker.
 */
final class RequestRunner implements AutoCloseable {

    private final FileRing ring;
    private final int places;
    private final ArrayBlockingQueue<Reading> finished;
    private final Semaphore arrived = new Semaphore(0);
    private final Patience untilClosed = Patience.untilEnded();

    private volatile boolean closed;

    /** The taker's own: started and not yet taken. */
    private int outstanding;

    RequestRunner(FileRing ring, int places) {
        this.ring = ring;
        this.places = places;
        finished = new ArrayBlockingQueue<>(places);
    }

    /** {@return whether one more may be started now} */
    boolean hasPlace() {
        return outstanding < places && !closed;
    }

    /** {@return whether there is something to take} */
    boolean hasOutstanding() {
        return outstanding > 0;
    }

    boolean isClosed() {
        return closed;
    }

    /** Starts a request. If there is no thread to be had for it, that is its failure. */
    Reading start(ReadRequest request) {
        if (outstanding == places) {
            throw new IllegalStateException("no place for one more than " + places + " requests");
        }
        Reading reading = new Reading(request);
        outstanding++;
        try {
            // Nothing of the thread that happens to take may be kept alive by a read that hangs.
            Thread.ofVirtual()
                    .name("heddle-read " + request.path())
                    .inheritInheritableThreadLocals(false)
                    .start(reading);
        } catch (Throwable e) {
            reading.fail(e);
        }
        return reading;
    }

    /**
     * Waits for a started request to finish, and gives its place back. An interrupt does not end the wait; the status
     * stays set.
     *
     * @return the request that finished first of those not yet taken; null if this is closed, before or meanwhile
     */
    @Nullable Reading take() {
        if (closed) {
            return null;
        }
        arrived.acquireUninterruptibly();
        Reading reading = closed ? null : finished.poll();
        if (reading != null) {
            outstanding--;
            reading.taken = true;
        }
        return reading;
    }

    /** Gives up what runs, forgets what has finished and wakes the taker. Any thread, any number of times. */
    @Override
    public void close() {
        closed = true;
        finished.clear();
        arrived.release();
        untilClosed.end();
    }

    /** A started request. */
    final class Reading implements Runnable {

        private final ReadRequest request;
        private final AtomicBoolean claimed = new AtomicBoolean();

        // Written before the hand-over, read after it.
        private byte @Nullable [] bytes;
        private @Nullable Throwable failure;

        /** The taker's own. */
        private boolean taken;

        private Reading(ReadRequest request) {
            this.request = request;
        }

        @Override
        public void run() {
            if (!claimed.compareAndSet(false, true)) {
                return;
            }
            try {
                if (!closed) {
                    bytes = ring.read(request, untilClosed);
                }
            } catch (Throwable e) {
                failure = e;
            }
            handIn();
        }

        private void fail(Throwable failure) {
            if (claimed.compareAndSet(false, true)) {
                this.failure = failure;
                handIn();
            }
        }

        private void handIn() {
            finished.add(this);
            if (closed) {
                // Nobody takes any more. Whichever comes last, this or the close, leaves the queue empty.
                finished.clear();
            }
            arrived.release();
        }

        /** {@return whether the taker has taken it, and so its result may be asked for} */
        boolean isTaken() {
            return taken;
        }

        ReadResult result() {
            return new ReadResult(request, bytes, failure);
        }
    }
}
