package io.github.heddle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.AsynchronousCloseException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** Reads that hang, each on a virtual thread of its own. */
final class Hanging {

    private final FileRing ring;
    private final List<Outcome.Pending> reads = new ArrayList<>();

    Hanging(FileRing ring) {
        this.ring = ring;
    }

    void start(Callable<byte[]> read) {
        reads.add(Outcome.start(read));
    }

    /**
     * Waits until each of them has a place, or stands in line for one.
     *
     * @param foreign how many of them are of foreign ground, and end up in the pool also where there is a ring
     */
    void awaitBegun(int foreign) {
        int inPool = ring.backend().isRing() ? foreign : reads.size();
        while (ring.blockingReads() < inPool || inFlightOrWaiting() < reads.size()) {
            Thread.onSpinWait();
        }
        assertThat(reads).as("hanging reads").noneMatch(read -> read.task().isDone());
    }

    private int inFlightOrWaiting() {
        RingStatistics now = ring.statistics();
        return now.inFlight() + now.waiting();
    }

    boolean areAllAnswered() {
        return reads.stream().allMatch(read -> read.task().isDone());
    }

    void assertAllGet(byte[] bytes) throws InterruptedException {
        for (Outcome.Pending read : reads) {
            assertThat(read.await().bytes()).isEqualTo(bytes);
        }
    }

    void assertAllTurnedAway() throws InterruptedException {
        assertAllFail(failure -> assertThat(failure).isEqualTo(AsynchronousCloseException.class.getName()));
    }

    void assertAllFail(Consumer<String> check) throws InterruptedException {
        for (Outcome.Pending read : reads) {
            Outcome outcome = read.await();
            assertThat(outcome.isSuccess()).isFalse();
            check.accept(outcome.toString());
        }
    }
}
