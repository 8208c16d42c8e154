package io.github.heddle;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;

/**
 * The results of groups of requests, group by group in order: each is complete before the next is delivered. {@link
 * FileRing#groups} gives one.
 *
 * {@snippet class="io.github.heddle.SnippetsTest" region="groups"}
 *
 * <p>A group's results are in the order of its requests, whatever order they completed in; a group without requests is
 * delivered as an empty list. {@link GroupOrder} says when later groups may start.
 *
 * <p><b>Memory</b> does not grow with the number of groups. No more requests are under way at once than the ring's
 * {@linkplain FileRing.Builder#inFlight number of files read at once} (at most 128 where the thread pool reads), and
 * what is read ahead of the group that comes next is at most as many requests again, an empty group counting as one.
 * The results of that group itself are all held until it is complete, however many they are. A stream that makes
 * several groups of one element by {@link Stream#flatMap} keeps those itself.
 *
 * <p><b>Failures.</b> A file that cannot be read is a result that says so, and its group and the others go on. What the
 * stream itself throws, or a {@link NullPointerException} for a null in it or in a group, is thrown once by the call
 * that met it; the stream is not asked again, and the groups before it can still be taken.
 *
 * <p><b>Threads.</b> One thread at a time may take. The stream is asked on that thread, and results wait while the
 * stream takes its time. {@link #close} may come from any thread. A taker that waits is not interruptible, as with
 * {@link FileRing#read(java.nio.file.Path)}: the interrupt status stays set. Closing the ring does not close this: what
 * is not read by then becomes failed results.
 */
public final class Groups implements Iterator<List<ReadResult>>, AutoCloseable {

    // All but the runner and the source is the taker's own.

    private final RequestRunner runner;
    private final Source<List<ReadRequest>> source;
    private final GroupOrder order;
    private final int window;

    /** Asked of the stream and not delivered. Only the last can have requests that are not started. */
    private final ArrayDeque<Group> pending = new ArrayDeque<>();

    /** How many requests of the pending groups but the first are started; an empty group counts as one. */
    private int ahead;

    Groups(RequestRunner runner, Stream<List<ReadRequest>> groups, GroupOrder order, int window) {
        this.runner = runner;
        this.order = order;
        this.window = window;
        // The copy is part of the stream, so that a null in a group is the stream's failure like any other.
        source = new Source<>(groups.map(List::copyOf));
    }

    /**
     * {@return whether there is a group to come} Does not wait for its results, but starts what there are places for,
     * and so may ask the stream: with {@link GroupOrder#BARRIER} for the next group, once the one before is delivered.
     * False when this is closed.
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="groups"}
     */
    @Override
    public boolean hasNext() {
        fill();
        return !pending.isEmpty() && !runner.isClosed();
    }

    /**
     * {@return the results of the next group, in the order of its requests, in a list that cannot be changed} Waits
     * until the group is complete.
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="groups"}
     *
     * @throws NoSuchElementException if all are taken, or if this is closed, also while it waits
     */
    @Override
    public List<ReadResult> next() {
        fill();
        if (runner.isClosed()) {
            throw closed();
        }
        Group head = pending.peekFirst();
        if (head == null) {
            throw new NoSuchElementException("all groups are taken");
        }
        while (!head.isComplete()) {
            if (runner.take() == null) {
                throw closed();
            }
            fill();
        }
        List<ReadResult> results = head.results();
        pending.removeFirst();
        Group nextHead = pending.peekFirst();
        if (nextHead != null) {
            ahead -= nextHead.places();
        }
        return results;
    }

    private static NoSuchElementException closed() {
        return new NoSuchElementException("these Groups are closed");
    }

    /** Starts what may start now. The first group may always; others while not too much is read ahead. */
    private void fill() {
        while (runner.hasPlace()) {
            Group last = pending.peekLast();
            boolean isHead = pending.size() == 1;
            if (last == null) {
                if (!pull()) {
                    return;
                }
            } else if (isHead && last.hasMore()) {
                last.startNext(runner);
            } else if (order == GroupOrder.BARRIER || ahead >= window) {
                return;
            } else if (last.hasMore()) {
                last.startNext(runner);
                ahead++;
            } else if (!pull()) {
                return;
            }
        }
    }

    private boolean pull() {
        List<ReadRequest> requests = source.pull();
        if (requests == null) {
            return false;
        }
        if (requests.isEmpty() && !pending.isEmpty()) {
            ahead++;
        }
        pending.addLast(new Group(requests));
        return true;
    }

    /**
     * Ends this: nothing more is started, reads that are under way are given up, results that are not delivered are
     * forgotten, a taker that waits is woken, and the stream is closed, by the taker if that is asking it right now.
     * Waits for none of it. A read that the kernel does not let go of keeps its place in the ring until it does.
     *
     * <p>Closing what is closed does nothing. What a close handler of the stream throws is thrown.
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="groups"}
     */
    @Override
    public void close() {
        try {
            runner.close();
        } finally {
            source.close();
        }
    }

    /** A group on its way: its requests are started from first to last. */
    private static final class Group {

        private final List<ReadRequest> requests;
        private final List<RequestRunner.Reading> started = new ArrayList<>();

        /** All before this one are taken. */
        private int firstOpen;

        Group(List<ReadRequest> requests) {
            this.requests = requests;
        }

        boolean hasMore() {
            return started.size() < requests.size();
        }

        void startNext(RequestRunner runner) {
            started.add(runner.start(requests.get(started.size())));
        }

        /** {@return what it counts for when it is read ahead} */
        int places() {
            return requests.isEmpty() ? 1 : started.size();
        }

        boolean isComplete() {
            while (firstOpen < started.size() && started.get(firstOpen).isTaken()) {
                firstOpen++;
            }
            return firstOpen == requests.size();
        }

        List<ReadResult> results() {
            return started.stream().map(RequestRunner.Reading::result).toList();
        }
    }
}
