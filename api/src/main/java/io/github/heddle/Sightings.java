package io.github.heddle;

import org.jspecify.annotations.Nullable;

/**
 * Paths that the kernel had in memory a moment ago.
 *
 * <p>What was looked at just now is what the kernel forgets last. So a lookup of such a path does not wait for a disk,
 * and need not be preceded by another one that finds that out, at twice the price of the lookup itself. Programs ask
 * several things of one file: whether it is there, how large it is, its bytes, whether it has changed since. If the
 * kernel does forget within the moment, or the path comes to lead elsewhere, one lookup waits on its carrier; what it
 * answers is right all the same.
 *
 * <p>A table of some places, each for the latest of all paths that share it. It is written and read without order: a
 * sighting is immutable, and one that is missed or replaced costs the dearer lookup.
 */
final class Sightings {

    private static final long MOMENT_NANOS = 1_000_000;

    /** A power of two. Far more than there are processors, and so threads that are between two calls on one path. */
    private static final int PLACES = 256;

    private record Sighting(String path, long nanos) {}

    private final @Nullable Sighting[] places = new Sighting[PLACES];

    /** Its inode was in memory just now, and so was the way to it, along symbolic links to their end. */
    void note(String path) {
        places[place(path)] = new Sighting(path, System.nanoTime());
    }

    boolean isFresh(String path) {
        Sighting sighting = places[place(path)];
        return sighting != null
                && sighting.path.equals(path)
                && System.nanoTime() - sighting.nanos < MOMENT_NANOS;
    }

    private static int place(String path) {
        int hash = path.hashCode();
        return (hash ^ hash >>> 16) & (PLACES - 1);
    }
}
