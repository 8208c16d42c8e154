package io.github.heddle.ring;

import org.jspecify.annotations.Nullable;

/**
 * A request that is not answered yet, as it was a moment ago.
 *
 * @param what as its {@link Engine.Target} or {@link Descriptor} says
 * @param sinceNanos when it was made, of {@link System#nanoTime}
 * @param caller who waits for it; null where nobody does any more
 */
public record UnderWay(Object what, Where where, long sinceNanos, @Nullable Thread caller) {

    /** Who has it. */
    public enum Where {
        /** Nobody: its caller waits for a slot. */
        IN_LINE,
        /** The kernel, or the reaper on its way there. */
        IN_KERNEL,
        /** The kernel, though its caller has given up. */
        GIVEN_UP
    }
}
