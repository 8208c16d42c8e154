package io.github.heddle.ring;

/**
 * The 64 bits that travel with an SQE and come back in its CQE.
 *
 * <pre>
 *   63            32 31             8 7       0
 *   [ generation    | slot           | op     ]
 * </pre>
 *
 * <p>The generation is that of the slot's step: a completion that comes after its slot has moved on is recognised by
 * it and dropped. The op is the operation's place in the step, or one of the names below.
 */
final class UserData {

    /** The cancellation of one of a slot's operations. */
    static final int CANCEL_ONE = 0xFC;

    /** The close of a descriptor, which belongs to no step. */
    static final int CLOSE = 0xFD;

    /** The cancellation of everything in flight. */
    static final int CANCEL = 0xFE;

    /** The read of the bell that wakes the reaper. */
    static final int BELL = 0xFF;

    static final int MAX_SLOTS = 1 << 24;

    private UserData() {}

    static long pack(int generation, int slot, int op) {
        return (long) generation << 32 | (long) slot << 8 | op;
    }

    static int generation(long userData) {
        return (int) (userData >>> 32);
    }

    static int slot(long userData) {
        return (int) userData >>> 8;
    }

    static int op(long userData) {
        return (int) userData & 0xFF;
    }
}
