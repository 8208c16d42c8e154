package io.github.heddle.ring;

/** A call that drives the ring itself failed: the ring is of no more use, or was of none from the start. */
public final class RingFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String call;
    private final int errno;

    public RingFailure(String call, int errno) {
        super(call + " failed with " + Errno.name(errno) + " (" + errno + ")");
        this.call = call;
        this.errno = errno;
    }

    public String call() {
        return call;
    }

    public int errno() {
        return errno;
    }
}
