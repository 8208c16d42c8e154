package io.github.heddle.ring;

/** One operation of a step: what goes into its SQE, and the result of its CQE. Guarded by the slot's state. */
final class Op {

    enum Kind {
        OPEN("open"),
        SEEK_CHECK("seek"),
        READ("read"),
        PROBE("read");

        final String call;

        Kind(String call) {
            this.call = call;
        }
    }

    Kind kind = Kind.READ;

    /** Flags of {@link Ring}. */
    int flags;

    int buffer;
    int length;
    long offset;

    /** A count or a negative errno. An operation that {@link Ring#SKIP_SUCCESS} kept silent has 0. */
    int result;
}
