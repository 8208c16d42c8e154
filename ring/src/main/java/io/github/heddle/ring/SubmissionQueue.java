package io.github.heddle.ring;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Carries slots from any number of callers to the reaper, and tells a caller when the reaper must be woken.
 *
 * <p>One word holds it all: the newest slot of a list linked through {@link Slot#next}, or one of two marks.
 *
 * <pre>
 *   empty  --offer-->  slots  --offer-->  slots      the reaper is awake and will drain
 *   empty  --sleep-->  ASLEEP --offer-->  slots      that one caller strikes the bell
 *   any    --drain-->  empty
 *   any    --close-->  CLOSED                        for good: every later offer is refused
 * </pre>
 *
 * <p>The usual two variables, a queue and a flag, need each side to write one and then read the other, with a full
 * fence between (invariant I5). Here "nothing is queued" and "I sleep" are one compare-and-set, so a wake-up cannot
 * be lost: either the sleep fails because a slot is there, or the slot's offer finds ASLEEP. The successful
 * compare-and-set of an offer also publishes all that the caller wrote to the slot, to the drain that takes it.
 */
final class SubmissionQueue {

    enum Offer {
        QUEUED,
        QUEUED_WHILE_ASLEEP,
        CLOSED
    }

    private static final Slot ASLEEP = Slot.mark();
    private static final Slot CLOSED = Slot.mark();

    private final AtomicReference<@Nullable Slot> newest = new AtomicReference<>();

    /** Any thread. After QUEUED_WHILE_ASLEEP the caller, and nobody else, strikes the bell. */
    Offer offer(Slot slot) {
        while (true) {
            Slot seen = newest.get();
            if (seen == CLOSED) {
                return Offer.CLOSED;
            }
            slot.next = seen == ASLEEP ? null : seen;
            if (newest.compareAndSet(seen, slot)) {
                return seen == ASLEEP ? Offer.QUEUED_WHILE_ASLEEP : Offer.QUEUED;
            }
        }
    }

    /** The reaper. Takes everything, oldest first, and is awake from here on. */
    @Nullable Slot drain() {
        Slot seen = newest.get();
        if (seen == null || seen == CLOSED) {
            return null;
        }
        // Only the reaper makes the word empty, and only close() makes it CLOSED, which must not be undone.
        while (!newest.compareAndSet(seen, null)) {
            seen = newest.get();
            if (seen == CLOSED) {
                return null;
            }
        }
        return oldestFirst(seen);
    }

    /** The reaper. {@return whether it may wait in the kernel: nothing is queued, and the next offer will wake it} */
    boolean sleep() {
        return newest.compareAndSet(null, ASLEEP);
    }

    /** Any thread, any number of times. Drops what is queued and refuses all that comes. */
    void close() {
        newest.set(CLOSED);
    }

    private static @Nullable Slot oldestFirst(@Nullable Slot newest) {
        if (newest == ASLEEP) {
            return null;
        }
        Slot oldest = null;
        for (Slot slot = newest; slot != null; ) {
            Slot older = slot.next;
            slot.next = oldest;
            oldest = slot;
            slot = older;
        }
        return oldest;
    }
}
