package io.github.heddle.ring;

import org.jspecify.annotations.Nullable;

/**
 * The engine has no answer for this read, and will have none for any other: it was closed, or its reaper has died.
 */
public final class EngineStoppedException extends Exception {

    private static final long serialVersionUID = 1L;

    EngineStoppedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** {@return whether the engine broke; false when it was closed} */
    public boolean isBroken() {
        return getCause() != null;
    }
}
