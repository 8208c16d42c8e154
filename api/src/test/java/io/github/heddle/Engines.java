package io.github.heddle;

import org.junit.jupiter.api.Assumptions;

/** The ways to read that every test of the facade is run on. */
enum Engines {
    LIBURING,
    SYSTEM_CALLS,
    THREADS;

    FileRing open() {
        return open(FileRing.builder());
    }

    FileRing open(FileRing.Builder builder) {
        String before = System.getProperty("heddle.liburing");
        System.setProperty("heddle.liburing", this == SYSTEM_CALLS ? "off" : "on");
        try {
            FileRing ring = builder.engine(this == THREADS ? EnginePolicy.THREADS : EnginePolicy.RING).open();
            ring.backend(); // what comes before it is known takes the pool
            return ring;
        } catch (UnsupportedOperationException e) {
            return Assumptions.abort(e.getMessage());
        } finally {
            if (before == null) {
                System.clearProperty("heddle.liburing");
            } else {
                System.setProperty("heddle.liburing", before);
            }
        }
    }
}
