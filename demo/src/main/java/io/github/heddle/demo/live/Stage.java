package io.github.heddle.demo.live;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The one show at a time, and those who watch it.
 *
 * <p>A show is a heavy load, and a page can be closed or forgotten: so it ends by itself when nobody has watched for some
 * time, and after some minutes anyway. A thread of its own draws the frames, a platform thread: nothing that the page
 * shows may wait for a carrier.
 */
final class Stage implements AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(500);
    private static final Duration UNWATCHED = Duration.ofSeconds(15);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Path directory;

    // All that follows is guarded by this object's lock.
    private Frame frame = new Frame(0, "{\"running\":false}");
    private Map<String, Object> last = Map.of();
    private boolean busy;
    private boolean stopping;
    private int watchers;
    private long lastWatched;
    private boolean closed;

    Stage(Path directory) {
        this.directory = directory;
    }

    /**
     * Starts a show, and returns when both servers are up and asked.
     *
     * @throws IOException if it cannot be had, with a text for the page
     */
    void start(Settings settings) throws IOException {
        begin();
        Show show = null;
        try {
            show = Show.start(directory, settings);
        } finally {
            if (show == null) {
                end(null);
            }
        }
        Show started = show;
        Thread.ofPlatform().daemon().name("heddle-live").start(() -> direct(started));
    }

    private synchronized void begin() throws IOException {
        if (busy || closed) {
            throw new IOException("there is a show already: stop it first");
        }
        busy = true;
        stopping = false;
        lastWatched = System.nanoTime();
    }

    private void direct(Show show) {
        String problem = null;
        try (show) {
            while (goesOn(show)) {
                publish(show.frame(), null);
                awaitTick();
            }
        } catch (IOException failure) {
            problem = failure.getMessage();
        } catch (InterruptedException nobodyDoes) {
            Thread.currentThread().interrupt();
        } finally {
            end(problem);
        }
    }

    private synchronized boolean goesOn(Show show) {
        long now = System.nanoTime();
        if (watchers > 0) {
            lastWatched = now;
        }
        return !stopping && now - lastWatched < UNWATCHED.toNanos() && show.age().compareTo(LONGEST) < 0;
    }

    private synchronized void end(@Nullable String problem) {
        busy = false;
        publish(null, problem);
    }

    /** @param fields null when the show is over: then the last ones stay */
    private synchronized void publish(@Nullable Map<String, Object> fields, @Nullable String problem) {
        if (fields != null) {
            last = fields;
        }
        Map<String, Object> all = new LinkedHashMap<>(last);
        all.put("running", fields != null);
        if (problem != null) {
            all.put("problem", problem);
        }
        try {
            frame = new Frame(frame.number() + 1, JSON.std.asString(all));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible); // it goes into memory
        }
        notifyAll();
    }

    /** Ends the show, if there is one, and waits until its servers have ended. */
    synchronized void stop() throws InterruptedException {
        stopping = true;
        notifyAll();
        while (busy) {
            wait();
        }
    }

    /** Somebody to watch until the close. */
    interface Seat extends AutoCloseable {
        @Override
        void close();
    }

    synchronized Seat sit() {
        watchers++;
        return this::leave;
    }

    private synchronized void leave() {
        watchers--;
        lastWatched = System.nanoTime();
    }

    synchronized Frame frame() {
        return frame;
    }

    /** {@return the next frame, or the same one after some time: so that who has gone is noticed when nothing happens} */
    synchronized Frame next(Frame seen, Duration atMost) throws InterruptedException {
        await(() -> frame.number() != seen.number() || closed, atMost);
        return frame;
    }

    private synchronized void awaitTick() throws InterruptedException {
        await(() -> stopping, TICK);
    }

    /** Under the lock, which it gives up meanwhile. */
    private void await(BooleanSupplier condition, Duration atMost) throws InterruptedException {
        long start = System.nanoTime();
        long left = atMost.toNanos();
        while (left > 0 && !condition.getAsBoolean()) {
            wait(Duration.ofNanos(left).plusMillis(1).toMillis());
            left = atMost.toNanos() - (System.nanoTime() - start);
        }
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Ends the show and sends everybody home. */
    @Override
    public void close() {
        try {
            synchronized (this) {
                closed = true;
            }
            stop();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
