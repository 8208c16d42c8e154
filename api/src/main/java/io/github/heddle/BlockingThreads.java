package io.github.heddle;

import io.github.heddle.ring.Parking;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The platform threads for calls that may block, and a line in front of them for each mount.
 *
 * <p>A mount gets one more thread as long as it has fewer than are free. So one that does not answer holds half of the
 * threads, a second one half of those that are left, and eight of them still leave one to the others. The calls on one
 * mount begin in order of arrival. A thread that has made its call goes on with the line that has the fewest threads;
 * therefore no line waits that may have one.
 *
 * <p>Threads are made when they are needed and leave when they are not. The first reads of a fresh JVM come this way, so
 * what they need is written without lambdas.
 */
final class BlockingThreads {

    static final int MAX = 256;

    /** How many a mount gets when no other one has any. */
    static final int MOST_OF_ONE_MOUNT = MAX / 2;

    private static final long IDLE_SECONDS = 10;

    /** It has no bound and no queue of its own: what is handed to it may run. */
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), factory());

    // All that follows is guarded by this object's lock.

    /** By mount, those that have calls; the one that got a thread last stands last. */
    private final LinkedHashMap<String, Line> lines = new LinkedHashMap<>();

    private int running;
    private int waiting;
    private long count;
    private boolean refusing;

    /** The calls on one mount. */
    private static final class Line {

        private final String mount;
        private final LinkedHashSet<FutureTask<?>> waiting = new LinkedHashSet<>();
        private int running;

        Line(String mount) {
            this.mount = mount;
        }
    }

    private static ThreadFactory factory() {
        // Nothing of the thread that happens to read first may be kept alive by the pool's.
        ThreadFactory plain = Thread.ofPlatform()
                .daemon()
                .inheritInheritableThreadLocals(false)
                .name("heddle-blocking-", 1)
                .factory();
        return new ThreadFactory() {
            @Override
            public Thread newThread(Runnable task) {
                Thread thread = plain.newThread(task);
                thread.setContextClassLoader(BlockingThreads.class.getClassLoader());
                return thread;
            }
        };
    }

    /**
     * Makes a call on a thread, now or when its turn comes.
     *
     * @param mount where the mount is whose file system the call may have to wait for
     * @throws RejectedExecutionException after {@link #refuse}
     */
    void execute(String mount, FutureTask<?> call) {
        Line line = admit(mount, call);
        if (line == null) {
            return;
        }
        try {
            threads.execute(new Turns(line, call));
        } catch (Throwable e) { // no thread is to be had
            end(line);
            throw e;
        }
    }

    /** {@return the line of which the call may begin; null if it has to wait there} */
    private synchronized @Nullable Line admit(String mount, FutureTask<?> call) {
        requireOpen();
        count++;
        Line line = lines.get(mount);
        if (line == null) {
            line = new Line(mount);
            lines.put(mount, line);
        }
        if (mayBegin(line)) {
            begin(line);
            return line;
        }
        line.waiting.addLast(call);
        waiting++;
        return null;
    }

    /** @throws RejectedExecutionException after {@link #refuse} */
    synchronized void requireOpen() {
        if (refusing) {
            throw new RejectedExecutionException("the threads take no more calls");
        }
    }

    private boolean mayBegin(Line line) {
        return line.running < MAX - running;
    }

    private void begin(Line line) {
        running++;
        line.running++;
        lines.putLast(line.mount, line);
    }

    private synchronized void end(Line line) {
        running--;
        line.running--;
        forgetIfEmpty(line);
    }

    private void forgetIfEmpty(Line line) {
        if (line.running == 0 && line.waiting.isEmpty()) {
            lines.remove(line.mount);
        }
    }

    /** What one thread does: a call, and those after it whose turn has come when it is free. */
    private final class Turns implements Runnable {

        private Line line;
        private @Nullable FutureTask<?> call;

        Turns(Line line, FutureTask<?> call) {
            this.line = line;
            this.call = call;
        }

        @Override
        public void run() {
            while (call != null) {
                try {
                    call.run();
                } catch (Throwable e) {
                    // Of who took its result too late. The thread has more to do, and its place is not to be lost.
                    Log.LOG.log(Level.DEBUG, "a late result could not be taken", e);
                }
                next();
            }
        }

        private void next() {
            synchronized (BlockingThreads.this) {
                end(line);
                Line next = fewest();
                call = next == null ? null : next.waiting.removeFirst();
                if (next != null) {
                    waiting--;
                    begin(next);
                    line = next;
                }
            }
        }
    }

    /** {@return of the lines that wait and may begin a call, the one with the fewest threads} */
    private @Nullable Line fewest() {
        Line fewest = null;
        for (Line line : lines.values()) {
            boolean canGoOn = !line.waiting.isEmpty() && mayBegin(line);
            if (canGoOn && (fewest == null || line.running < fewest.running)) {
                fewest = line;
            }
        }
        return fewest;
    }

    /** Takes a call out of its line. {@return whether it had not begun} */
    synchronized boolean remove(String mount, FutureTask<?> call) {
        Line line = lines.get(mount);
        if (line == null || !line.waiting.remove(call)) {
            return false;
        }
        waiting--;
        forgetIfEmpty(line);
        return true;
    }

    /** {@return how many calls there have been} */
    synchronized long count() {
        return count;
    }

    /** {@return how many calls are being made} */
    int running() {
        return threads.getActiveCount();
    }

    /** {@return how many threads there are} */
    int size() {
        return threads.getPoolSize();
    }

    /** {@return how many calls wait for a thread} */
    synchronized int waiting() {
        return waiting;
    }

    /** Takes no more calls, and cancels those that have not begun. */
    void refuse() {
        List<FutureTask<?>> refused = new ArrayList<>();
        synchronized (this) {
            refusing = true;
            for (Line line : lines.values()) {
                refused.addAll(line.waiting);
                line.waiting.clear();
            }
            waiting = 0;
        }
        for (FutureTask<?> call : refused) {
            call.cancel(false);
        }
        threads.shutdown();
    }

    /** After {@link #refuse}. {@return whether all calls have ended before the deadline} */
    boolean awaitEnd(Duration deadline) {
        long end = System.nanoTime() + deadline.toNanos();
        boolean[] ended = new boolean[1];
        Parking.uninterruptibly(() -> ended[0] = threads.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS));
        return ended[0];
    }

    /**
     * After {@link #refuse}: ends what an interrupt can end, such as a read of a silent pipe. The JDK closes a channel
     * whose reader is interrupted, and the interrupting thread waits until the reader is out: where a file system does
     * not answer, for ever. So that is a thread of its own.
     */
    void interrupt() {
        Thread interrupter = Thread.ofPlatform()
                .name("heddle-interrupter")
                .daemon()
                .inheritInheritableThreadLocals(false)
                .unstarted(threads::shutdownNow);
        interrupter.setContextClassLoader(BlockingThreads.class.getClassLoader());
        try {
            interrupter.start();
        } catch (OutOfMemoryError e) {
            // There is no thread to be had; the calls end by themselves, or never.
        }
    }
}
