package io.github.heddle.stress;

import io.github.heddle.ring.Ring;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operations of a {@link StormKernel} that are linked to each other, and so carried out together. */
final class StormChain {

    enum Kind {
        LOOK_UP,
        OPEN,
        SEEK_CHECK,
        READ,
        PROBE,
        CANCEL,
        CANCEL_ALL
    }

    /**
     * One of them.
     *
     * @param target of a cancellation: the userData of what is to be cancelled
     */
    record Operation(Kind kind, long userData, int flags, int buffer, int length, long offset, long target) {

        Operation(Kind kind, long userData, int flags) {
            this(kind, userData, flags, 0, 0, 0, 0);
        }

        boolean isLinked() {
            return (flags & (Ring.LINK | Ring.HARDLINK)) != 0;
        }

        boolean isSilent() {
            return (flags & Ring.SKIP_SUCCESS) != 0;
        }
    }

    /** As a slot: a cancellation has none. */
    static final int NO_SLOT = -1;

    /** So often is a parked virtual thread seen on a carrier before it is taken for pinned. */
    private static final int LOOKS = 20;

    final int slot;
    final Temper.When when;
    final List<Operation> operations = new ArrayList<>(4);

    /** Of a late one, by {@link System#nanoTime}. */
    private final long notBefore;

    /** Who waits for it, for ever; null when nobody is known to. */
    private final @Nullable Thread waiter;

    private boolean seenParked;
    private boolean seenUnmounted;

    StormChain(int slot, @Nullable Thread waiter, Temper.When when, long notBefore) {
        this.slot = slot;
        this.waiter = waiter;
        this.when = when;
        this.notBefore = notBefore;
    }

    boolean isCancellation() {
        return slot == NO_SLOT;
    }

    boolean contains(long userData) {
        return operations.stream().anyMatch(operation -> operation.userData() == userData);
    }

    boolean isReady() {
        return switch (when) {
            case AT_ONCE, SOON -> true;
            case WHEN_PARKED -> waiter == null || isSeenParked();
            case LATE -> System.nanoTime() - notBefore >= 0;
        };
    }

    /**
     * Looks, as long as it has not seen it. Before the chain is answered: then nothing but the answer will let the caller
     * go on, whatever else wakes it. A virtual thread that a stray unpark has woken is on a carrier for a moment; one
     * that is pinned stays there.
     */
    boolean isSeenParked() {
        if (waiter == null || seenParked) {
            return seenParked;
        }
        for (int i = 0; i < LOOKS && !seenParked && waiter.getState() == Thread.State.WAITING; i++) {
            seenUnmounted = StormCaller.isUnmounted(waiter);
            seenParked = seenUnmounted || !waiter.isVirtual() || i == LOOKS - 1;
        }
        return seenParked;
    }

    boolean isSeenUnmounted() {
        return seenUnmounted;
    }
}
