package io.github.heddle;

/** The ways to read that the contract has to hold on: every engine, with and without reads from the page cache. */
enum Setup {
    LIBURING(Engines.LIBURING, false),
    LIBURING_CACHED(Engines.LIBURING, true),
    SYSTEM_CALLS(Engines.SYSTEM_CALLS, false),
    SYSTEM_CALLS_CACHED(Engines.SYSTEM_CALLS, true),
    THREADS(Engines.THREADS, false),
    THREADS_CACHED(Engines.THREADS, true);

    private final Engines engine;
    private final boolean cached;

    Setup(Engines engine, boolean cached) {
        this.engine = engine;
        this.cached = cached;
    }

    FileRing open() {
        return open(FileRing.builder());
    }

    FileRing open(FileRing.Builder builder) {
        return engine.open(builder.cachedReads(cached));
    }

    Engines engine() {
        return engine;
    }

    /** {@return whether what the page cache has may be answered from there, so that warm and cold reads differ} */
    boolean isCached() {
        return cached;
    }
}
