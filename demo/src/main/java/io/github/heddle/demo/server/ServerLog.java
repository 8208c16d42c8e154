package io.github.heddle.demo.server;

import io.helidon.logging.common.spi.LoggingProvider;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What Helidon writes to the log. Without a provider of its own it complains of that on standard error, and the other
 * ones bring a configuration of the whole JVM's logging with them; this one leaves that as it is.
 */
public final class ServerLog implements LoggingProvider {
    /** Kept, as a logger that nobody holds forgets its level. */
    private static final Logger HELIDON = Logger.getLogger("io.helidon");

    /** Nothing: a start that fails is told to its caller, and Helidon would tell it once more, with a stack trace. */
    static void nothing() {
        HELIDON.setLevel(Level.OFF);
    }

    /** Not each start and end. */
    static void onlyProblems() {
        HELIDON.setLevel(Level.WARNING);
    }

    @Override
    public void initialization() {}

    @Override
    public void runTime() {}
}
