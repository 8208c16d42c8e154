package io.github.heddle.demo.bench;

/**
 * By which way a ring has read during a turn, as its own statistics say.
 *
 * @param backend the engine; empty for a rival that has no ring
 * @param ring whether that engine is io_uring
 */
record Proof(String backend, boolean ring, long ringReads, long cachedReads, long fallbackReads) {

    static final Proof NONE = new Proof("", false, 0, 0, 0);

    /** Some pages may be in memory even on a cold disk: what a neighbour's readahead brought. */
    private static final double LEAST_BY_RING = 0.9;

    boolean isEmpty() {
        return backend.isEmpty();
    }

    /**
     * {@return what has gone past the ring so that the turn proves nothing; empty: nothing}
     *
     * @param nothingInMemory whether all reads had to go to the disk
     */
    String objection(boolean nothingInMemory) {
        if (isEmpty()) {
            return "";
        }
        if (!ring) {
            return "no ring was used, but " + backend;
        }
        if (fallbackReads > 0) {
            return fallbackReads + " reads went by the thread pool";
        }
        if (nothingInMemory && ringReads < LEAST_BY_RING * (ringReads + cachedReads)) {
            return "of " + (ringReads + cachedReads) + " cold reads only " + ringReads + " went by the ring";
        }
        return "";
    }

    Proof since(Proof before) {
        return new Proof(
                backend,
                ring,
                ringReads - before.ringReads,
                cachedReads - before.cachedReads,
                fallbackReads - before.fallbackReads);
    }

    Proof plus(Proof other) {
        return new Proof(
                backend,
                ring && (other.ring || other.isEmpty()),
                ringReads + other.ringReads,
                cachedReads + other.cachedReads,
                fallbackReads + other.fallbackReads);
    }
}
