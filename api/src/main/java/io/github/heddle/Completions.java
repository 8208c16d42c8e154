package io.github.heddle;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.stream.Stream;

/**
 * The results of any number of requests, in the order in which they complete. {@link FileRing#completions} gives one.
 *
 * {@snippet class="io.github.heddle.SnippetsTest" region="completions"}
 *
 * <p><b>Memory</b> does not grow with the number of requests. Those that are started and not yet taken are never more
 * than the ring's {@linkplain FileRing.Builder#inFlight number of files read at once} (at most 128 where the thread
 * pool reads), and the stream is asked for another only when there is a place for it. So a taker that is slow holds up
 * the reading, and nothing piles up. A stream that makes several elements of one by {@link Stream#flatMap} keeps those
 * itself.
 *
 * <p><b>Failures.</b> A file that cannot be read is a result that says so, and the others go on. What the stream itself
 * throws, or a {@link NullPointerException} for a null in it, is thrown once by the call that met it; the stream is not
 * asked again, and what was started before can still be taken.
 *
 * <p><b>Threads.</b> One thread at a time may take. The stream is asked on that thread, and its results wait while the
 * stream takes its time. {@link #close} may come from any thread. A taker that waits is not interruptible, as with
 * {@link FileRing#read(java.nio.file.Path)}: the interrupt status stays set. Closing the ring does not close this: what
 * is not read by then becomes failed results.
 */
public final class Completions implements Iterator<ReadResult>, AutoCloseable {

    private final RequestRunner runner;
    private final Source<ReadRequest> source;

    Completions(RequestRunner runner, Stream<ReadRequest> requests) {
        this.runner = runner;
        source = new Source<>(requests);
    }

    /**
     * {@return whether there is a result to come} Does not wait for it, but starts what there are places for, and so may
     * ask the stream. False when this is closed.
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="completions"}
     */
    @Override
    public boolean hasNext() {
        fill();
        return runner.hasOutstanding() && !runner.isClosed();
    }

    /**
     * {@return the result that completed first of those not yet taken} Waits until there is one.
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="completions"}
     *
     * @throws NoSuchElementException if all are taken, or if this is closed, also while it waits
     */
    @Override
    public ReadResult next() {
        fill();
        if (!runner.hasOutstanding()) {
            throw new NoSuchElementException("all results are taken");
        }
        RequestRunner.Reading reading = runner.take();
        if (reading == null) {
            throw new NoSuchElementException("these Completions are closed");
        }
        return reading.result();
    }

    private void fill() {
        while (runner.hasPlace()) {
            ReadRequest request = source.pull();
            if (request == null) {
                return;
            }
            runner.start(request);
        }
    }

    /**
     * Ends this: nothing more is started, reads that are under way are given up, results that are not taken are
     * forgotten, a taker that waits is woken, and the stream is closed, by the taker if that is asking it right now.
     * Waits for none of it. A read that the kernel does not let go of keeps its place in the ring until it does.
     *
     * <p>Closing what is closed does nothing. What a close handler of the stream throws is thrown.
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="completions"}
     */
    @Override
    public void close() {
        try {
            runner.close();
        } finally {
            source.close();
        }
    }
}
