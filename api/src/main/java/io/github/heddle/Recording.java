package io.github.heddle;

import io.github.heddle.ring.Patience;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import jdk.jfr.FlightRecorder;

/**
 * The flight recording, which is told of reads, of openings, of the ring's start and of its troubles.
 *
 * <p>While nothing is recorded it costs a read the look at one field, and a fresh JVM the loading of two classes: those
 * of the events come only when the recorder is at work. An image without {@code jdk.jfr} has none of them, so nobody but
 * {@link Events} may name them: a class that does is not even to be verified there.
 */
final class Recording {

    private static final boolean HAS_RECORDER = hasRecorder();

    private Recording() {}

    /** A module that was resolved only after the start, for somebody else, is there and cannot be read. */
    private static boolean hasRecorder() {
        Module recorder = ModuleLayer.boot().findModule("jdk.jfr").orElse(null);
        return recorder != null && Recording.class.getModule().canRead(recorder);
    }

    private static boolean isOn() {
        return HAS_RECORDER && FlightRecorder.isInitialized();
    }

    /** {@return whether reads are to be told} */
    static boolean hasReads() {
        return isOn() && Events.hasReads();
    }

    /** {@return whether openings are to be told} */
    static boolean hasOpens() {
        return isOn() && Events.hasOpens();
    }

    /** What is told of. The patience is to be given to all that makes the caller wait. */
    @FunctionalInterface
    interface Recorded<T> {
        T with(Patience patience) throws IOException;
    }

    /** Reads and tells. Only where {@link #hasReads}. */
    static <T> T read(Path path, Patience patience, Recorded<T> reading) throws IOException {
        Objects.requireNonNull(path, "path");
        return Events.read(path, patience, reading);
    }

    /** Opens and tells. Only where {@link #hasOpens}. */
    static <T> T open(Path path, Patience patience, Recorded<T> opening) throws IOException {
        Objects.requireNonNull(path, "path");
        return Events.open(path, patience, opening);
    }

    /**
     * Tells how files are read from now on.
     *
     * @param rings how many io_urings there are
     */
    static void ringStarted(Backend backend, int rings, long openingNanos) {
        if (isOn()) {
            Events.ringStarted(backend, rings, openingNanos);
        }
    }

    /** @param now how files are read since then */
    static void ringBroke(Throwable cause, Backend now) {
        if (isOn()) {
            Events.ringBroke(cause, now);
        }
    }
}
