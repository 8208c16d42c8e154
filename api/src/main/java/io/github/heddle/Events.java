package io.github.heddle;

import io.github.heddle.ring.Patience;
import io.github.heddle.ring.Waits;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells the flight recorder. Only {@link Recording} names this class, and only where there is a recorder at work. */
final class Events {

    private Events() {}

    static boolean hasReads() {
        return FileReadEvent.PROTOTYPE.isEnabled();
    }

    static boolean hasOpens() {
        return FileOpenEvent.PROTOTYPE.isEnabled();
    }

    static <T> T read(Path path, Patience patience, Recording.Recorded<T> reading) throws IOException {
        FileReadEvent event = new FileReadEvent();
        return tell(event, path, patience, telling -> {
            T result = reading.with(telling);
            event.bytesRead = bytesOf(result);
            return result;
        });
    }

    static <T> T open(Path path, Patience patience, Recording.Recorded<T> opening) throws IOException {
        return tell(new FileOpenEvent(), path, patience, opening);
    }

    private static <T> T tell(FileEvent event, Path path, Patience patience, Recording.Recorded<T> recorded)
            throws IOException {
        Waits waits = new Waits();
        Throwable failure = null;
        event.begin();
        try {
            return recorded.with(patience.telling(waits));
        } catch (Throwable e) {
            failure = e;
            throw e;
        } finally {
            commit(event, path, waits, failure);
        }
    }

    private static void commit(FileEvent event, Path path, Waits waits, @Nullable Throwable failure) {
        event.end();
        if (event.shouldCommit()) {
            event.tell(path, waits, failure);
            event.commit();
        }
    }

    /** Of whatever the ways to read give. A number is negative at the end of a file. */
    private static long bytesOf(Object result) {
        return switch (result) {
            case byte[] bytes -> bytes.length;
            case List<?> parts -> parts.stream().mapToLong(Events::bytesOf).sum();
            case MemorySegment segment -> segment.byteSize();
            case Number count -> Math.max(0, count.longValue());
            default -> throw new IllegalArgumentException("no bytes are read by " + result);
        };
    }

    static void ringStarted(Backend backend, int rings, long openingNanos) {
        RingStartEvent event = new RingStartEvent();
        event.engine = backend.kind().toString();
        event.rings = rings;
        event.details = backend.details().toString();
        event.openingTime = openingNanos;
        event.commit();
        if (!backend.isRing()) {
            fellBack(backend);
        }
    }

    static void ringBroke(Throwable cause, Backend now) {
        RingFailureEvent event = new RingFailureEvent();
        event.cause = cause.getMessage();
        event.commit();
        fellBack(now);
    }

    private static void fellBack(Backend backend) {
        FallbackEvent event = new FallbackEvent();
        event.reason = backend.reason().orElse(null);
        event.remedy = backend.remedy().orElse(null);
        event.commit();
    }
}
