package io.github.heddle.ring;

import java.io.IOException;

/** An operation of the ring failed. Says which one, with what errno, and for a read at which offset. */
public final class ErrnoException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int errno;
    private final boolean opening;
    private final boolean restartable;

    ErrnoException(Op.Kind kind, int errno, long offset, boolean restartable) {
        super(kind.call + " through io_uring failed with " + Errno.name(errno) + " (" + errno + ")"
                + (kind.isOpen() ? "" : " at offset " + offset));
        this.errno = errno;
        this.opening = kind.isOpen();
        this.restartable = restartable;
    }

    public int errno() {
        return errno;
    }

    /** {@return whether the file could not even be opened} */
    public boolean isOpening() {
        return opening;
    }

    /** {@return whether the read may be made again from its start: no bytes of a pipe are lost by it} */
    public boolean isRestartable() {
        return restartable;
    }
}
