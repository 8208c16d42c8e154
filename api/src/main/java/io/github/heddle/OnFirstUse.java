package io.github.heddle;

import org.jspecify.annotations.Nullable;

/**
 * Something that whoever needs it first makes, once, and that all see whole.
 *
 * <p>Not the usual holder class: virtual threads that wait for a class initialiser hold their carriers, and one that
 * fails has failed for ever. A maker that fails here is called again by the next one who comes.
 */
abstract class OnFirstUse<T> {

    /** Its write publishes what was made to those that find it here, without the lock. */
    private volatile @Nullable T made;

    /** Called under the lock, until it has made something. */
    abstract T make();

    final T get() {
        T seen = made;
        return seen != null ? seen : getFirst();
    }

    private synchronized T getFirst() {
        T seen = made;
        if (seen == null) {
            seen = make();
            made = seen;
        }
        return seen;
    }
}
