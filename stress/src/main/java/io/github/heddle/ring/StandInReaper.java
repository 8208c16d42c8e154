package io.github.heddle.ring;

import java.util.concurrent.locks.LockSupport;

/** Answers every slot as soon as it sees it, where {@link Reaper} would ask the kernel. Its bell is an unpark. */
final class StandInReaper {

    private final SubmissionQueue queue = new SubmissionQueue();
    private final boolean sleeps;
    private final Thread thread = Thread.ofPlatform().daemon().unstarted(this::run);
    private volatile boolean ended;

    /** @param sleeps when nothing is queued, and must be woken; otherwise it spins */
    StandInReaper(boolean sleeps) {
        this.sleeps = sleeps;
    }

    void start() {
        thread.start();
    }

    void end() throws InterruptedException {
        ended = true;
        LockSupport.unpark(thread);
        thread.join();
    }

    void offer(Slot slot) {
        if (queue.offer(slot) == SubmissionQueue.Offer.QUEUED_WHILE_ASLEEP) {
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        while (!ended) {
            Slot slot = queue.drain();
            if (slot != null) {
                answer(slot);
            } else if (!sleeps) {
                Thread.onSpinWait();
            } else if (queue.sleep()) {
                LockSupport.park(this); // an unpark that came before it is not lost
            }
        }
    }

    private static void answer(Slot oldest) {
        for (Slot slot = oldest; slot != null; ) {
            Slot next = slot.next; // after the answer the caller may offer the slot again
            Thread waiter = slot.waiter();
            slot.answer();
            LockSupport.unpark(waiter);
            slot = next;
        }
    }
}
