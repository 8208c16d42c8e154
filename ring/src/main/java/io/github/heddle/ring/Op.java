package io.github.heddle.ring;

/** One operation of a step: what goes into its SQE, and the result of its CQE. Guarded by the slot's state. */
final class Op {

    enum Kind {
        /** Has the kernel read what the path leads through. */
        LOOK_UP("open"),
        /** Into the slot's direct descriptor. */
        OPEN("open"),
        /** Into the process's table: the result is the descriptor. */
        OPEN_DESCRIPTOR("open"),
        SEEK_CHECK("seek"),
        READ("read"),
        PROBE("read");

        final String call;

        boolean isOpen() {
            return this == OPEN || this == OPEN_DESCRIPTOR;
        }

        boolean opensIntoSlot() {
            return this == OPEN || this == LOOK_UP;
        }

        Kind(String call) {
            this.call = call;
        }
    }

    /** As a descriptor: the slot's direct one. */
    static final int OWN = -1;

    Kind kind = Kind.READ;

    /** Flags of {@link Ring}. */
    int flags;

    /** What a read reads: a descriptor of the process, or {@link #OWN}. */
    int descriptor;

    int buffer;

    /** Where in its buffer a read's bytes go. */
    int at;

    int length;
    long offset;

    /** A count or a negative errno. An operation that {@link Ring#SKIP_SUCCESS} kept silent has 0. */
    int result;
}
