package io.github.heddle;

import java.util.Iterator;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A stream that one thread pulls, element by element, and that any thread may close.
 *
 * <p>Streams are not made for two threads. So a close that comes while an element is being pulled, which may take as
 * long as it likes, only leaves a mark, and the puller closes the stream when it is out of it.
 *
 * <pre>
 *   IDLE ──pull──► PULLING ──────► IDLE
 *   IDLE ──close──► CLOSED                         closes the stream
 *   PULLING ──close──► PULLING, marked ──► CLOSED  the puller closes the stream
 * </pre>
 */
final class Source<T> {

    private final Stream<? extends T> stream;
    private final Iterator<? extends T> elements;

    /** The puller's own: nothing is asked of a stream that has ended or failed. */
    private boolean ended;

    // Guarded by this object's lock.
    private boolean pulling;
    private boolean closed;

    Source(Stream<? extends T> stream) {
        this.stream = stream;
        elements = stream.iterator();
    }

    /**
     * {@return the next element, or null if there is none, or the stream has failed or is closed}
     *
     * <p>What the stream throws is thrown here once.
     *
     * @throws NullPointerException if the element is null
     */
    @Nullable T pull() {
        if (ended || !begin()) {
            return null;
        }
        ended = true;
        try {
            if (!elements.hasNext()) {
                return null;
            }
            T element = Objects.requireNonNull(elements.next(), "the stream gave a null");
            ended = false;
            return element;
        } finally {
            end();
        }
    }

    private synchronized boolean begin() {
        pulling = !closed;
        return pulling;
    }

    private void end() {
        boolean marked;
        synchronized (this) {
            pulling = false;
            marked = closed;
        }
        if (marked) {
            stream.close();
        }
    }

    /** Closes the stream, now or when the pull that is under way has ended. Does nothing the second time. */
    void close() {
        boolean idle;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            idle = !pulling;
        }
        if (idle) {
            stream.close();
        }
    }
}
