package io.github.heddle.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SubmissionQueueTest {

    private final SubmissionQueue queue = new SubmissionQueue();

    @Test
    void drain_givesTheOldestFirst() {
        Slot first = new Slot(1);
        Slot second = new Slot(2);
        Slot third = new Slot(3);
        queue.offer(first);
        queue.offer(second);
        queue.offer(third);
        assertThat(drained(queue.drain())).containsExactly(first, second, third);
        assertThat(queue.drain()).isNull();
    }

    @Test
    void offer_tellsExactlyOneCallerThatTheReaperSleeps() {
        assertThat(queue.sleep()).isTrue();
        assertThat(queue.offer(new Slot(1))).isEqualTo(SubmissionQueue.Offer.QUEUED_WHILE_ASLEEP);
        assertThat(queue.offer(new Slot(2))).isEqualTo(SubmissionQueue.Offer.QUEUED);
        assertThat(drained(queue.drain())).hasSize(2);
        assertThat(queue.offer(new Slot(3))).isEqualTo(SubmissionQueue.Offer.QUEUED);
    }

    @Test
    void sleep_isRefusedWhileSomethingIsQueued() {
        queue.offer(new Slot(1));
        assertThat(queue.sleep()).isFalse();
    }

    @Test
    void drain_wakesWhatSleptWithoutAnOffer() {
        assertThat(queue.sleep()).isTrue();
        assertThat(queue.drain()).isNull();
        assertThat(queue.offer(new Slot(1))).isEqualTo(SubmissionQueue.Offer.QUEUED);
    }

    @Test
    void close_dropsWhatIsQueuedAndRefusesTheRest() {
        Slot slot = new Slot(1);
        queue.offer(slot);
        queue.close();
        queue.close();
        assertThat(queue.offer(slot)).isEqualTo(SubmissionQueue.Offer.CLOSED);
        assertThat(queue.sleep()).isFalse();
        assertThat(queue.drain()).isNull();
        assertThat(queue.offer(slot)).isEqualTo(SubmissionQueue.Offer.CLOSED);
    }

    /** A lost wake-up shows as a consumer that waits for ever. */
    @Test
    @Timeout(60)
    void manyProducers_loseNoWakeUpAndNoSlot() throws Exception {
        int producers = 3;
        int each = 100_000;
        Semaphore bell = new Semaphore(0);
        List<Thread> threads = new ArrayList<>();
        for (int p = 0; p < producers; p++) {
            threads.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < each; i++) {
                    if (queue.offer(new Slot(i)) == SubmissionQueue.Offer.QUEUED_WHILE_ASLEEP) {
                        bell.release();
                    }
                }
            }));
        }
        int taken = 0;
        while (taken < producers * each) {
            taken += drained(queue.drain()).size();
            if (taken < producers * each && queue.sleep()) {
                bell.acquire();
            }
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(taken).isEqualTo(producers * each);
    }

    private static List<Slot> drained(@org.jspecify.annotations.Nullable Slot first) {
        List<Slot> slots = new ArrayList<>();
        for (Slot slot = first; slot != null; slot = slot.next) {
            slots.add(slot);
        }
        return slots;
    }
}
