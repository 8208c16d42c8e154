package io.github.heddle.ring;

import org.jspecify.annotations.Nullable;

/**
 * What a slot is used for: a state machine that plans a step, has its results judged, takes them, plans the next.
 *
 * <pre>
 *   caller:  planFirstStep → submit, park          advance → submit, park …  or finished
 *   reaper:                             … → judge →
 * </pre>
 *
 * <p>{@link #judge} runs on the reaper, so that it can close the descriptor in the same turn when nothing is left to
 * do; it touches nothing that the caller does not give away with the step, and leaves all copying to the caller.
 */
abstract class Request {

    enum Verdict {
        /** Not at the end yet. */
        MORE,
        /** All that was asked for is there. */
        END,
        /** The open was disturbed before it did anything. */
        REOPEN,
        /** An operation failed for good. */
        FAILED
    }

    final Slot slot;

    /** The operation that failed, for {@link #failure}. */
    private int failedOp;

    /** What the kernel may still look up by its number: what is read, or the directory that a path starts from. */
    private @Nullable Descriptor held;

    Request(Slot slot) {
        this.slot = slot;
    }

    // On the caller.

    /** Holds the one descriptor that the request needs. */
    final void hold(Descriptor descriptor) {
        descriptor.hold();
        held = descriptor;
    }

    abstract void planFirstStep();

    /**
     * Takes what the step has brought and plans the next one.
     *
     * @return whether there is a next step
     * @throws OutOfMemoryError if the bytes do not fit into an array
     */
    abstract boolean advance() throws ErrnoException;

    /** {@return whether making the request again from its start would lose nothing, as far as is known} */
    abstract boolean isRestartable();

    final ErrnoException failure(long offset) {
        Op op = slot.ops[failedOp];
        return new ErrnoException(op.kind, -op.result, offset, isRestartable());
    }

    // On whoever brings the slot home.

    /** The kernel has nothing of the request any more. */
    final void release() {
        if (held != null) {
            held.letGo();
        }
    }

    // On the reaper.

    abstract Verdict judge();

    final Verdict failed(int op) {
        failedOp = op;
        return Verdict.FAILED;
    }

    /** {@return whether an operation was merely disturbed, and is to be made again} */
    static boolean isDisturbed(int result) {
        return result < 0 && (Errno.isInterruption(-result) || result == -Errno.EAGAIN);
    }
}
