package io.github.heddle.ring;

import org.jspecify.annotations.Nullable;

/**
 * The engine has no answer for this read, and will have none for any other: it was closed, or its reaper has died.
 */
public final class EngineStoppedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean restartable;

    EngineStoppedException(String message, @Nullable Throwable cause, boolean restartable) {
        super(message, cause);
        this.restartable = restartable;
    }

    /** {@return whether the read may be made again from its start: no bytes of a pipe are lost by it} */
    public boolean isRestartable() {
        return restartable;
    }

    /** {@return whether the engine broke; false when it was closed} */
    public boolean isBroken() {
        return getCause() != null;
    }
}
