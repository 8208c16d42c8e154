package io.github.heddle.ring;

/**
 * The kernel's side of the engine: one io_uring, as the reaper sees it.
 *
 * <p>Only the reaper calls these methods (invariant I1), so an implementation needs no locks. Descriptors are direct
 * ones, and a slot's descriptor has the slot's number. Buffers are named by the numbers that {@link Memory} gives them.
 *
 * <p>A {@code prepare} method takes one free SQE; the caller has looked at {@link #freeSqes} before, because a chain
 * must not be split over two submissions.
 */
public interface Ring extends AutoCloseable {

    /** The next SQE starts only after this one has succeeded; a short read is no success. */
    int LINK = 1 << 2;

    /** The next SQE starts after this one, however it ended. */
    int HARDLINK = 1 << 3;

    /** A worker of the kernel carries the SQE out from the start, where it may wait. */
    int ASYNC = 1 << 4;

    /** No CQE unless the SQE fails; when it fails, the CQEs of what it drags down with it are left out. */
    int SKIP_SUCCESS = 1 << 6;

    /** The offset that means: at the descriptor's own position, which the read moves on. */
    long CURRENT_POSITION = -1;

    /** Makes the calling thread the ring's owner. Called once, before anything else. */
    void enable();

    int freeSqes();

    /** The SQEs that are prepared and not submitted. */
    int unsubmitted();

    /**
     * Looks up the path that {@link Memory#path} holds for the slot, and opens nothing but a directory, into the slot's
     * descriptor. What else is found gives ENOTDIR.
     */
    void prepareLookUp(long userData, int flags, int slot, int directory);

    /**
     * Opens the path that {@link Memory#path} holds for the slot, relative to a directory's descriptor. What the slot's
     * descriptor was before is closed.
     */
    void prepareOpen(long userData, int flags, int slot, int directory);

    void prepareRead(long userData, int flags, int slot, int buffer, int length, long offset);

    /** Opens the path that {@link Memory#path} holds for the slot. The result is a descriptor of the process. */
    void prepareOpenDescriptor(long userData, int flags, int slot, int directory);

    /**
     * Reads by a descriptor of the process.
     *
     * @param at where in the buffer the bytes go
     */
    void prepareDescriptorRead(
            long userData, int flags, int descriptor, int buffer, int at, int length, long offset);

    /** Reads one byte into the slot's probe byte: the proof that a file ends, or does not. */
    void prepareProbe(long userData, int flags, int slot, long offset);

    /** Succeeds where a file has offsets, and fails with ESPIPE on a pipe. Changes nothing. */
    void prepareSeekCheck(long userData, int flags, int slot);

    /** Closes the slot's descriptor in the submission itself, before any SQE that follows. Has a CQE only if it fails. */
    void prepareClose(long userData, int slot);

    /** Closes a descriptor of the process, as {@link #prepareClose} does. */
    void prepareCloseDescriptor(long userData, int descriptor);

    /**
     * Asks for one SQE to be cancelled, which then still has its own CQE. The result is negative where there is nothing
     * to cancel: ENOENT, or EALREADY where it is being carried out and may or may not be ended by this.
     */
    void prepareCancel(long userData, long target);

    /** Asks for everything in flight to be cancelled. Each cancelled SQE still has its own CQE. */
    void prepareCancelAll(long userData);

    /** Waits for the bell. */
    void prepareBell(long userData);

    /**
     * Submits what is prepared and waits until at least so many completions are there.
     *
     * @return the number submitted, or a negative errno
     */
    int submitAndWait(int completions);

    /** Lets a little time pass, in which the kernel may get rid of what it has too much of. */
    void pause();

    /** Hands over every completion that is there. */
    void reap(Completions completions);

    /** Lets go of the ring. What is in flight in the kernel goes on, and may still write to its buffers. */
    @Override
    void close();

    /** Takes completions one by one. */
    @FunctionalInterface
    interface Completions {
        void complete(long userData, int result);
    }
}
