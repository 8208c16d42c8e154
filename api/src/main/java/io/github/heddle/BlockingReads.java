package io.github.heddle;

import io.github.heddle.ring.Parking;
import io.github.heddle.ring.Patience;
import io.github.heddle.ring.Waits;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The blocking way: a bounded pool of platform threads that read while the callers park.
 *
 * <p>What hangs here holds a thread of the pool and its own caller, never a carrier and never the reaper, nor what is
 * read on other mounts.
 *
 * <p>The first reads of a fresh JVM come this way, where the first lambda would cost them some 20 ms, and the first +
 * of strings some 10. So what they need is written as classes and plain calls.
 */
final class BlockingReads {

    /** The JDK keeps a direct buffer as large as the largest read for each thread that made one. */
    static final int LARGEST_READ = 64 << 10;

    /** The files that the kernel makes up say that they are empty, and some answer only a read that takes it all. */
    private static final int LEAST_ARRAY = 8 << 10;

    private static final Duration A_MOMENT = Duration.ofMillis(100);

    private static final long NOTHING_YET_NANOS = 1_000_000;

    private static final long NO_THREAD_NANOS = 1_000_000_000;

    private final BlockingThreads threads = new BlockingThreads();
    private final Mounts mounts = new Mounts();

    private final Set<Call<?>> unanswered = ConcurrentHashMap.newKeySet();

    /** When the system had no thread to give, as of {@link System#nanoTime}; null where it had one each time. */
    private volatile @Nullable Long noThreadAt;

    private final LongAdder notAsked = new LongAdder();

    /** Reads on a thread of the pool, while the calling thread parks. */
    byte[] read(Path path, Extent extent, Patience patience) throws IOException {
        return call(path, new Reading(path, extent, patience), patience);
    }

    private record Reading(Path path, Extent extent, Patience patience) implements Callable<byte[]> {
        @Override
        public byte[] call() throws IOException {
            return readHere(path, extent, patience);
        }
    }

    /** Opens a file with the JDK, for reads by the threads of the pool. */
    OpenFile open(Path path, Patience patience, OpenOption... options) throws IOException {
        return open(path, path, patience, options);
    }

    /** Opens a file by another path than the one that failures name. */
    OpenFile open(Path path, Path opened, Patience patience, OpenOption... options) throws IOException {
        Callable<OpenFile> open = () -> BlockingFile.of(this, path, Files.newByteChannel(opened, options));
        return call(path, open, patience, BlockingReads::closeLate);
    }

    private static void closeLate(OpenFile file) {
        try {
            file.close();
        } catch (IOException e) {
            // nobody is there to be told, and the descriptor is gone all the same
        }
    }

    /**
     * Makes a call that may block on a thread of the pool, while the calling thread parks.
     *
     * <p>A caller whose patience is over leaves: the call is taken out of the line if it has not begun, and goes on
     * without anybody to answer if it has.
     */
    <T> T call(Path path, Callable<T> call, Patience patience) throws IOException {
        return call(path, call, patience, null);
    }

    /** Makes a call whose end the caller does not have to wait for, and waits for it a moment. */
    void callForAMoment(Path path, Callable<Boolean> call) throws IOException {
        Call<Boolean> task = new Call<>(path, call, null);
        try {
            execute(mounts.pointOf(path), task);
        } catch (RejectedExecutionException e) {
            task.runHere(); // the pool is closed
        }
        if (Parking.until(task, task, Patience.ENDLESS.within(A_MOMENT))) {
            task.answer();
        } else {
            Log.LOG.log(Level.DEBUG, "a call on {0} goes on without its caller", path);
        }
    }

    /** @param late takes a result that comes when the caller has left; null where it needs no taking */
    private <T> T call(Path path, Callable<T> call, Patience patience, @Nullable Consumer<T> late) throws IOException {
        Call<T> task = new Call<>(path, call, late);
        String mount = mounts.pointOf(path);
        unanswered.add(task);
        try {
            execute(mount, task);
            if (!Parking.until(task, task, patience)) {
                boolean inLine = threads.remove(mount, task);
                task.leave();
                throw Failures.givenUp(path, patience, inLine ? "in line for a thread" : "in a blocking call", null);
            }
            return task.answer();
        } catch (RejectedExecutionException e) {
            throw (IOException) new AsynchronousCloseException().initCause(e);
        } finally {
            unanswered.remove(task);
            if (patience.waits() != null) {
                task.tell(patience.waits());
            }
        }
    }

    /**
     * Where the system has no thread to give, the caller makes the call itself, as it does with {@code Files}: that
     * holds a carrier, and is right. For a second no further thread is asked for, since the JVM prints each refusal.
     */
    private void execute(String mount, Call<?> task) {
        Long refused = noThreadAt;
        if (refused == null || System.nanoTime() - refused > NO_THREAD_NANOS) {
            try {
                threads.execute(mount, task);
                return;
            } catch (OutOfMemoryError e) {
                noThreadAt = System.nanoTime();
            }
        } else {
            threads.requireOpen();
            notAsked.increment();
        }
        task.runHere();
    }

    /** A call, and who waits for it. Of its end and its caller's leaving, the later one disposes of the result. */
    private static final class Call<T> extends FutureTask<T> implements BooleanSupplier {

        private final Thread caller = Thread.currentThread();
        private final long sinceNanos = System.nanoTime();
        private final Path path;
        private final @Nullable Consumer<T> late;
        private final AtomicBoolean disposed = new AtomicBoolean();
        private volatile boolean left;

        /** Written before the mark. */
        private long begunNanos;

        private volatile boolean begun;

        Call(Path path, Callable<T> call, @Nullable Consumer<T> late) {
            super(call);
            this.path = path;
            this.late = late;
        }

        /** The thread of the pool bears the path meanwhile, so that every thread dump says what it hangs on. */
        @Override
        public void run() {
            begin();
            Thread thread = Thread.currentThread();
            String name = thread.getName();
            thread.setName(name.concat(" ").concat(path.toString()));
            try {
                super.run();
            } finally {
                thread.setName(name);
            }
        }

        /** On the caller's thread. */
        void runHere() {
            begin();
            super.run();
        }

        private void begin() {
            begunNanos = System.nanoTime();
            begun = true;
        }

        void tell(Waits waits) {
            long now = System.nanoTime();
            long end = begun ? begunNanos : now;
            waits.addPool(end - sinceNanos, now - end);
        }

        ReadUnderWay underWay(long now) {
            ReadUnderWay.Stage stage = begun ? ReadUnderWay.Stage.IN_POOL : ReadUnderWay.Stage.IN_LINE_FOR_POOL;
            return ReadUnderWay.of(path, stage, now - sinceNanos, caller);
        }

        /** {@return whether it has ended} */
        @Override
        public boolean getAsBoolean() {
            return isDone();
        }

        @Override
        protected void done() {
            if (left) {
                dispose();
            }
            LockSupport.unpark(caller);
        }

        void leave() {
            left = true;
            if (isDone()) {
                dispose();
            }
        }

        private void dispose() {
            if (late != null && state() == State.SUCCESS && disposed.compareAndSet(false, true)) {
                late.accept(resultNow());
            }
        }

        T answer() throws IOException {
            return switch (state()) {
                case SUCCESS -> resultNow();
                case FAILED -> throw failure(exceptionNow());
                default -> throw new AsynchronousCloseException();
            };
        }

        private static IOException failure(Throwable failure) {
            return switch (failure) {
                case IOException ofFile -> {
                    // It was made on a thread of the pool; the caller's stack is the one that tells something.
                    ofFile.setStackTrace(new Throwable().getStackTrace());
                    yield ofFile;
                }
                case RuntimeException unchecked -> throw unchecked;
                case Error error -> throw error;
                default -> new IOException(failure);
            };
        }
    }

    /** {@return how many calls there have been} */
    long count() {
        return threads.count() + notAsked.sum();
    }

    /** {@return how many calls are being made} */
    int running() {
        return threads.running();
    }

    /** {@return the calls whose callers wait} */
    List<ReadUnderWay> underWay(long now) {
        return unanswered.stream().map(call -> call.underWay(now)).toList();
    }

    /** {@return how many threads there are} */
    int size() {
        return threads.size();
    }

    /** {@return how many calls wait for a thread} */
    int waiting() {
        return threads.waiting();
    }

    /** Takes no more reads, and tells the callers of those that have not begun. */
    void refuse() {
        threads.refuse();
    }

    /** After {@link #refuse}: waits for what runs. {@return how many reads had not ended} */
    int close(Duration deadline) {
        if (threads.awaitEnd(deadline)) {
            return 0;
        }
        int left = 0;
        for (FutureTask<?> task : unanswered) {
            left += task.cancel(false) ? 1 : 0;
        }
        threads.interrupt();
        return left;
    }

    /** Reads on the calling thread. */
    static byte[] readHere(Path path, Extent extent, Patience patience) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(path)) {
            return read(channel, path, extent, patience);
        }
    }

    /** An endless file is not to be read on for a caller that has left. */
    static void requirePatience(Path path, Patience patience) throws IOException {
        if (patience.isOver()) {
            throw Failures.givenUp(path, patience, "in a blocking call", null);
        }
    }

    private static byte[] read(SeekableByteChannel channel, Path path, Extent extent, Patience patience)
            throws IOException {
        long length = extent.isWhole() ? Long.MAX_VALUE : Math.min(extent.length(), Long.MAX_VALUE - extent.offset());
        long expected = Math.clamp(channel.size() - extent.offset(), 0, length);
        if (expected > WholeRead.MAX_ARRAY) {
            throw new OutOfMemoryError("Required array size too large");
        }
        if (!extent.isWhole() && !(channel instanceof FileChannel)) {
            moveTo(channel, extent.offset());
        }
        byte[] bytes = new byte[(int) Math.min(Math.max(expected, LEAST_ARRAY), length)];
        int filled = 0;
        while (filled < length) {
            requirePatience(path, patience);
            ByteBuffer buffer = filled < bytes.length
                    ? ByteBuffer.wrap(bytes, filled, Math.min(bytes.length - filled, LARGEST_READ))
                    : ByteBuffer.allocate((int) Math.min(LEAST_ARRAY, length - filled));
            int count = read(channel, buffer, path, extent, filled);
            if (count < 0) {
                break;
            }
            if (count == 0) {
                // EAGAIN: the bytes are not there yet, and it is not the end.
                LockSupport.parkNanos(NOTHING_YET_NANOS);
            } else if (filled == bytes.length) {
                // Only what came from behind the expected end makes the array grow.
                bytes = Arrays.copyOf(bytes, grown(filled, count, length));
                buffer.flip().get(bytes, filled, count);
            }
            filled += count;
        }
        return filled == bytes.length ? bytes : Arrays.copyOf(bytes, filled);
    }

    private static void moveTo(SeekableByteChannel channel, long offset) throws IOException {
        try {
            channel.position(offset);
        } catch (UnsupportedOperationException e) {
            // The files in the JDK's own modules can only be read from their start.
            ByteBuffer skipped = ByteBuffer.allocate(LEAST_ARRAY);
            long left = offset;
            int count;
            do {
                skipped.clear().limit((int) Math.min(left, LEAST_ARRAY));
                count = channel.read(skipped);
                left -= count;
            } while (left > 0 && count >= 0);
        }
    }

    private static int grown(int filled, int count, long length) {
        if (filled > WholeRead.MAX_ARRAY - count) {
            throw new OutOfMemoryError("Required array size too large");
        }
        return (int) Math.max((long) filled + count, Math.min(Math.min(2L * filled, WholeRead.MAX_ARRAY), length));
    }

    private static int read(SeekableByteChannel channel, ByteBuffer buffer, Path path, Extent extent, int filled)
            throws IOException {
        long offset = extent.offset() + filled;
        try {
            // A pipe has no positions, and the channels of other file systems need not have them.
            return !extent.isWhole() && channel instanceof FileChannel file
                    ? file.read(buffer, offset)
                    : channel.read(buffer);
        } catch (IOException e) {
            if (e.getCause() == null && e.getClass() == IOException.class) {
                e.initCause(new IOException("read failed at offset " + offset + " of " + path));
            }
            throw e;
        }
    }
}
