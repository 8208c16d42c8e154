package io.github.heddle.ring;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A lock-free stack of the numbers 0 to n-1: slots or buffers that nobody uses. Last in, first out, so that a small
 * load touches little memory.
 *
 * <p>The top is a number beside a tag that every change counts up. Without the tag, a pop that was delayed between
 * reading the top's successor and swapping it in could succeed after the same number had left and come back (ABA),
 * and put a number that is in use on top.
 */
public final class FreeList {

    static final int NONE = -1;

    private final AtomicIntegerArray below;

    /** Tag in the upper half, number in the lower. */
    private final AtomicLong top = new AtomicLong(word(0, NONE));

    /** Holds the numbers from {@code first} to {@code end - 1}, the lowest on top. */
    public FreeList(int first, int end) {
        below = new AtomicIntegerArray(end);
        for (int number = end - 1; number >= first; number--) {
            push(number);
        }
    }

    public void push(int number) {
        long seen;
        do {
            seen = top.get();
            below.set(number, number(seen));
        } while (!top.compareAndSet(seen, word(tag(seen) + 1, number)));
    }

    /** {@return a number, or a negative one when there is none} */
    public int pop() {
        long seen;
        long next;
        do {
            seen = top.get();
            if (number(seen) == NONE) {
                return NONE;
            }
            next = word(tag(seen) + 1, below.get(number(seen)));
        } while (!top.compareAndSet(seen, next));
        return number(seen);
    }

    /** For tests: how many there are. Nothing else may run. */
    int size() {
        int count = 0;
        for (int number = number(top.get()); number != NONE; number = below.get(number)) {
            count++;
        }
        return count;
    }

    private static long word(int tag, int number) {
        return (long) tag << 32 | Integer.toUnsignedLong(number);
    }

    private static int tag(long word) {
        return (int) (word >>> 32);
    }

    private static int number(long word) {
        return (int) word;
    }
}
