package io.github.heddle;

import io.github.heddle.ring.Engine;
import io.github.heddle.ring.EngineStoppedException;
import io.github.heddle.ring.Errno;
import io.github.heddle.ring.ErrnoException;
import io.github.heddle.ring.Patience;
import io.github.heddle.ring.kernel.KernelEngine;
import io.github.heddle.ring.kernel.PathCalls;
import io.github.heddle.ring.kernel.RingUnavailable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.AsynchronousCloseException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads files with plain synchronous calls that hold no carrier thread.
 *
 * <p>A caller parks until its bytes are there; meanwhile the kernel reads for all callers at once, through one
 * io_uring. Where io_uring cannot be had, and for file systems on which it is not safe (FUSE, network file systems,
 * {@code /proc}), a bounded pool of platform threads reads instead: the answers are the same. {@link #backend} says
 * which it is and why.
 *
 * {@snippet :
 * try (FileRing ring = FileRing.open()) {
 *     byte[] all = ring.read(Path.of("data.bin"));
 *     byte[] header = ring.read(Path.of("data.bin"), 0, 512);
 * }
 * }
 *
 * <p>All methods may be called by any number of threads at once, virtual and platform ones. A read is not
 * interruptible: it completes, and the interrupt status stays set, as with {@link Files#readAllBytes}.
 *
 * <p>An open ring holds one platform thread, which sleeps when nobody reads, and native memory up to
 * {@link Builder#memory}. It must be closed to give them back.
 */
public final class FileRing implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger("io.github.heddle");

    private final @Nullable Engine engine;
    private final @Nullable Ground ground;
    private final BlockingReads blocking = new BlockingReads();
    private final Duration closeDeadline;

    private volatile Backend backend;
    private final AtomicBoolean closed = new AtomicBoolean();

    private FileRing(Builder builder) {
        closeDeadline = builder.closeDeadline;
        KernelEngine kernel = null;
        Ground ground = null;
        Backend backend;
        if (builder.policy == EnginePolicy.THREADS) {
            backend = threads("asked for by EnginePolicy.THREADS", null);
        } else if (isOff("heddle.io_uring")) {
            backend = threads("io_uring is switched off by -Dheddle.io_uring=off", "leave the property out");
        } else {
            try {
                ground = Ground.survey();
                kernel = builder.maker.make(builder.inFlight, builder.memory, !isOff("heddle.liburing"));
                backend = new Backend(
                        kernel.viaLiburing() ? Backend.Kind.LIBURING : Backend.Kind.SYSTEM_CALLS,
                        Optional.empty(),
                        Optional.empty(),
                        kernel.details());
            } catch (Throwable e) {
                RingUnavailable unavailable = RingUnavailable.because(e);
                if (ground != null) {
                    ground.close();
                    ground = null;
                }
                backend = threads(unavailable.reason(), unavailable.remedy());
                if (builder.policy == EnginePolicy.AUTOMATIC) {
                    LOG.log(Level.WARNING, () -> "Files are read by a thread pool, more slowly: " + unavailable.reason()
                            + ". Remedy: " + unavailable.remedy());
                }
            }
        }
        if (builder.policy == EnginePolicy.RING && kernel == null) {
            throw new UnsupportedOperationException("No io_uring here: " + backend.reason().orElseThrow()
                    + backend.remedy().map(remedy -> ". Remedy: " + remedy).orElse(""));
        }
        this.engine = kernel == null ? null : kernel.engine();
        this.ground = ground;
        this.backend = backend;
    }

    /**
     * Opens a ring with the defaults.
     *
     * <p>It never fails for want of io_uring: then it reads through the thread pool, logs one line that says why, and
     * tells the same by {@link #backend}.
     */
    public static FileRing open() {
        return builder().open();
    }

    /** {@return a builder of rings, set to the defaults} */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Reads a whole file: what {@link Files#readAllBytes} answers for the path, and the same exceptions.
     *
     * @param path the file; a path of another file system than the default one, such as a zip's, is read by {@code
     *     Files} on the calling thread
     * @return the bytes, up to the end that the file has while it is read
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws java.nio.file.AccessDeniedException if the process may not read it
     * @throws java.nio.file.FileSystemException if it cannot be opened for another reason
     * @throws AsynchronousCloseException if the ring is closed before the read has ended
     * @throws IOException if reading fails, or the path is a directory's; the cause names operation, errno and offset
     * @throws OutOfMemoryError if the bytes do not fit into an array or the heap
     * @throws IllegalStateException if the ring is closed
     */
    public byte[] read(Path path) throws IOException {
        return read(path, Extent.WHOLE, Patience.ENDLESS);
    }

    /**
     * Reads a part of a file.
     *
     * @param path the file, as with {@link #read(Path)}
     * @param offset the first byte, counted from 0
     * @param length how many bytes
     * @return the bytes; fewer than asked for where the file ends first, none at or behind its end
     * @throws IllegalArgumentException if the offset or the length is negative
     * @throws AsynchronousCloseException if the ring is closed before the read has ended
     * @throws IOException as with {@link #read(Path)}, and if the file has no offsets, like a pipe
     * @throws IllegalStateException if the ring is closed
     */
    public byte[] read(Path path, long offset, int length) throws IOException {
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException(
                    "offset " + offset + ", length " + length + ": neither may be negative");
        }
        return read(path, new Extent(offset, length), Patience.ENDLESS);
    }

    byte[] read(Path path, Extent extent, Patience patience) throws IOException {
        Objects.requireNonNull(path, "path");
        if (closed.get()) {
            throw new IllegalStateException("this FileRing is closed");
        }
        if (!PathBytes.isOfPlatform(path)) {
            return extent.isWhole() ? Files.readAllBytes(path) : BlockingReads.read(path, extent);
        }
        byte[] bytes = readThroughRing(path, extent);
        return bytes != null ? bytes : blocking.read(path, extent, patience);
    }

    /**
     * Opens a file for many reads.
     *
     * @throws IOException as with {@link #read(Path)}; a directory can be opened, and fails when it is read
     */
    public RingFile open(Path path) throws IOException {
        return new RingFile(openFile(path, Patience.ENDLESS), path);
    }

    /** Opens a file for {@link RingFile}. */
    OpenFile openFile(Path path, Patience patience, OpenOption... options) throws IOException {
        Objects.requireNonNull(path, "path");
        return blocking.call(
                path, () -> BlockingFile.of(blocking, path, Files.newByteChannel(path, options)), patience);
    }

    /**
     * Makes a call of the JDK that looks a path up and reads its inode, on whatever thread can wait for that: on the
     * caller's when the kernel has all of it in memory, and keeps it there meanwhile.
     *
     * @param follow whether a symbolic link at the end of the path is followed by the call
     */
    <T> T withInode(Path path, boolean follow, Callable<T> call) throws IOException {
        Objects.requireNonNull(path, "path");
        return blocking.call(path, call, Patience.ENDLESS);
    }

    /** {@return the bytes, or null where the blocking way has to be taken} */
    private byte @Nullable [] readThroughRing(Path path, Extent extent) throws IOException {
        if (engine == null || ground == null || !backend.isRing()) {
            return null;
        }
        String absolute = PathBytes.absolute(path);
        if (absolute == null) {
            return null;
        }
        for (int attempt = 0; attempt < 2; attempt++) {
            Ground.Place place = ground.enter(absolute);
            if (place == null) {
                return null;
            }
            try {
                return read(engine, place, extent);
            } catch (ErrnoException e) {
                if (e.isOpening() && e.errno() == Errno.EXDEV) {
                    ground.resurvey(); // the path leaves its mount, or there are new ones
                } else if (e.isRestartable() && (isOfTheRing(e.errno()) || (e.isOpening() && !path.isAbsolute()))) {
                    // A relative path was made absolute here. If the working directory has moved or is not to be
                    // searched, the JDK's own relative open is the one that is right.
                    return null;
                } else {
                    throw Failures.ofJdk(e, path);
                }
            } catch (EngineStoppedException e) {
                if (!e.isBroken()) {
                    throw (IOException) new AsynchronousCloseException().initCause(e);
                }
                breakDown(e);
                if (!e.isRestartable()) {
                    throw new IOException("the ring broke while it read a pipe, whose bytes are lost", e);
                }
                return null;
            } finally {
                place.leave();
            }
        }
        return null;
    }

    private static byte[] read(Engine engine, Ground.Place place, Extent extent)
            throws ErrnoException, EngineStoppedException {
        Engine.Target target = place.target();
        LongSupplier size = () -> PathCalls.sizeIfCached(target.directory(), target.path(), target.resolve());
        return extent.isWhole()
                ? engine.read(target, size)
                : engine.read(target, extent.offset(), extent.length(), size);
    }

    /** Errors that say something about the ring and nothing about the file. */
    private static boolean isOfTheRing(int errno) {
        return switch (errno) {
            case Errno.ECANCELED, // no worker could be made
                    Errno.EAGAIN,
                    Errno.EBADF,
                    Errno.EINVAL,
                    Errno.EOPNOTSUPP,
                    Errno.EMFILE,
                    Errno.ENFILE -> true;
            default -> false;
        };
    }

    private synchronized void breakDown(EngineStoppedException e) {
        if (backend.isRing()) {
            backend = threads(String.valueOf(e.getMessage()), "report this with the log's stack trace");
            LOG.log(Level.ERROR, "The ring broke; from now on files are read by a thread pool, more slowly", e);
        }
    }

    private static Backend threads(String reason, @Nullable String remedy) {
        return new Backend(
                Backend.Kind.THREADS,
                Optional.of(reason),
                Optional.ofNullable(remedy),
                Map.of("reads in flight", "at most " + BlockingReads.MAX_THREADS));
    }

    private static boolean isOff(String property) {
        return "off".equals(System.getProperty(property));
    }

    /** {@return how files are read now, and why that way} */
    public Backend backend() {
        return backend;
    }

    /**
     * Closes the ring. New reads are refused, and callers that still wait for their turn are told at once, by an
     * {@link AsynchronousCloseException}. Reads in flight go on; those that have not ended after half of the
     * {@linkplain Builder#closeDeadline deadline} are cancelled, and at the deadline their callers are told the same.
     * What the kernel has not let go of by then, because a device or a server does not answer, is left to it: its
     * memory is never used again, and a line in the log says so.
     *
     * <p>Closing a closed ring does nothing.
     */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        long deadline = System.nanoTime() + closeDeadline.toNanos();
        blocking.refuse();
        int left = engine == null ? 0 : engine.close(closeDeadline);
        left += blocking.close(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        if (ground != null) {
            ground.close();
        }
        if (left > 0) {
            LOG.log(Level.WARNING, "A FileRing was closed with {0} reads that had not ended after {1}: what they hold"
                    + " is given up", left, closeDeadline);
        }
    }

    /** {@return how many reads have taken the blocking way} */
    long blockingReads() {
        return blocking.count();
    }

    @FunctionalInterface
    interface EngineMaker {
        KernelEngine make(int slots, long memoryBytes, boolean liburing) throws RingUnavailable;
    }

    /** Settings of a {@link FileRing}. Not safe for use by several threads at once. */
    public static final class Builder {

        private static final int DEFAULT_IN_FLIGHT = 256;
        private static final int MAX_IN_FLIGHT = 4096;
        private static final long DEFAULT_MEMORY = 32L << 20;
        private static final Duration DEFAULT_CLOSE_DEADLINE = Duration.ofSeconds(10);

        private int inFlight = DEFAULT_IN_FLIGHT;
        private long memory = DEFAULT_MEMORY;
        private EnginePolicy policy = EnginePolicy.AUTOMATIC;
        private Duration closeDeadline = DEFAULT_CLOSE_DEADLINE;
        private EngineMaker maker = KernelEngine::open;

        private Builder() {}

        /**
         * Sets how many files are read at once; more callers than that wait in order of arrival. 256 unless set.
         *
         * @param files from 1 to 4096
         * @throws IllegalArgumentException if it is out of that range
         */
        public Builder inFlight(int files) {
            if (files < 1 || files > MAX_IN_FLIGHT) {
                throw new IllegalArgumentException(
                        "in flight: " + files + " is not from 1 to " + MAX_IN_FLIGHT);
            }
            inFlight = files;
            return this;
        }

        /**
         * Bounds the native memory of the buffers, in bytes. 32 MiB unless set. A read in flight has one buffer of 64
         * KiB, and large files more of what is left; with less memory than buffers, fewer files are read at once.
         *
         * @param bytes at least 65,536
         * @throws IllegalArgumentException if it is less
         */
        public Builder memory(long bytes) {
            if (bytes < KernelEngine.BUFFER_BYTES) {
                throw new IllegalArgumentException(
                        "memory: " + bytes + " bytes is less than one buffer of " + KernelEngine.BUFFER_BYTES);
            }
            memory = bytes;
            return this;
        }

        /**
         * Chooses the engine. {@link EnginePolicy#AUTOMATIC} unless set.
         *
         * @throws NullPointerException if it is null
         */
        public Builder engine(EnginePolicy policy) {
            this.policy = Objects.requireNonNull(policy, "policy");
            return this;
        }

        /**
         * Bounds the time that {@link FileRing#close} takes. Ten seconds unless set.
         *
         * @throws IllegalArgumentException if it is negative or longer than a year
         */
        public Builder closeDeadline(Duration deadline) {
            if (deadline.isNegative() || deadline.compareTo(Duration.ofDays(365)) > 0) {
                throw new IllegalArgumentException("close deadline: " + deadline + " is not from 0 to a year");
            }
            closeDeadline = deadline;
            return this;
        }

        /** For tests: an engine of their own making. */
        Builder maker(EngineMaker maker) {
            this.maker = maker;
            return this;
        }

        /**
         * Opens a ring.
         *
         * @throws UnsupportedOperationException if the policy is {@link EnginePolicy#RING} and io_uring cannot be had;
         *     the message says why and what to do
         */
        public FileRing open() {
            return new FileRing(this);
        }
    }
}
