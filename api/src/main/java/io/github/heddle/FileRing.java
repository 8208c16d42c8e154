package io.github.heddle;

import io.github.heddle.ring.EngineGroup;
import io.github.heddle.ring.Patience;
import io.github.heddle.ring.UnderWay;
import io.github.heddle.ring.kernel.KernelEngine;
import io.github.heddle.ring.kernel.KernelEngines;
import io.github.heddle.ring.kernel.RingUnavailable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.AsynchronousCloseException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads files with plain synchronous calls that hold no carrier thread.
 *
 * <p>What the page cache has is read on the caller's thread, by calls that do not wait. For all else the caller parks
 * until its bytes are there; meanwhile the kernel reads for all callers at once, through io_uring. Where that cannot be
 * had, and for file systems on which it is not safe (FUSE, network file systems, {@code /proc}), a bounded
 * pool of platform threads reads instead: the answers are the same. {@link #backend} says which it is and why, {@link
 * #statistics} how many reads went which way.
 *
 * <p>A ring opens in the background, and what is read or opened before it is there may go by the pool as well.
 *
 * {@snippet class="io.github.heddle.SnippetsTest" region="ring"}
 *
 * <p>All methods may be called by any number of threads at once, virtual and platform ones. A read is not
 * interruptible: it completes, and the interrupt status stays set, as with {@link Files#readAllBytes}. A null argument
 * gives a {@link NullPointerException}.
 *
 * <p>An open ring holds a platform thread for each of its {@link Builder#rings}, which sleep when nobody reads, and native
 * memory up to {@link Builder#memory} and {@link Builder#quarantine}. It must be closed to give them back.
 */
public final class FileRing implements FileReads, AutoCloseable {

    private final Counters counters = new Counters();
    private final BlockingReads blocking = new BlockingReads();
    private final RingOpening opening;
    private final Duration closeDeadline;
    private final int mergeGap;

    private final AtomicBoolean closed = new AtomicBoolean();

    /** Null where nobody has asked for it. */
    private final Management.@Nullable Registered bean;

    private FileRing(Builder builder) {
        closeDeadline = builder.closeDeadline;
        mergeGap = builder.mergeGap;
        opening = RingOpening.start(builder.settings(), blocking, counters);
        String name = builder.beanName();
        bean = name == null ? null : Management.register(this, name);
    }

    /**
     * Opens a ring with the defaults.
     *
     * <p>It never fails for want of io_uring: then it reads through the thread pool, logs one line that says why, and
     * tells the same by {@link #backend}. It does not wait for the ring: the first reads may go by the pool.
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="ring"}
     */
    public static FileRing open() {
        return builder().open();
    }

    /** Opens the ring of the process. */
    static FileRing openShared() {
        Builder builder = builder();
        return Builder.haveAllBeans() ? builder.jmx("RingFiles").open() : builder.open();
    }

    /**
     * {@return a builder of rings, set to the defaults}
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="builder"}
     */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public byte[] read(Path path) throws IOException {
        return read(path, Extent.WHOLE, Patience.ENDLESS);
    }

    @Override
    public byte[] read(Path path, long offset, int length) throws IOException {
        return read(path, Extent.of(offset, length), Patience.ENDLESS);
    }

    @Override
    public List<byte[]> readRanges(Path path, List<Range> ranges) throws IOException {
        return readRanges(path, ranges, Patience.ENDLESS);
    }

    @Override
    public MemorySegment read(Path path, Arena arena) throws IOException {
        return read(path, arena, Patience.ENDLESS);
    }

    @Override
    public long read(Path path, long offset, MemorySegment to) throws IOException {
        return read(path, offset, to, Patience.ENDLESS);
    }

    /**
     * {@return the same reads with a deadline}
     *
     * <p>Each call of one of its methods may take so long, the waiting for its turn included. When that is over it ends
     * with a {@link ReadDeadlineException}, also where a device or a server does not answer: what the kernel still holds
     * of the read stays in quarantine until the kernel lets go of it, see {@link Builder#quarantine}.
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="deadline"}
     *
     * @param time for each call; with 0 or less only what needs no waiting is read
     */
    public FileReads within(Duration time) {
        Objects.requireNonNull(time, "time");
        return new TimedReads(this, time);
    }

    byte[] read(Path path, Extent extent, Patience patience) throws IOException {
        return Recording.hasReads()
                ? Recording.read(path, patience, p -> readNow(path, extent, p))
                : readNow(path, extent, patience);
    }

    private byte[] readNow(Path path, Extent extent, Patience patience) throws IOException {
        Objects.requireNonNull(path, "path");
        checkOpen();
        if (!PathBytes.isOfPlatform(path)) {
            return extent.isWhole() ? Files.readAllBytes(path) : BlockingReads.readHere(path, extent, patience);
        }
        RingRoute route = opening.route();
        byte[] bytes = route == null ? null : route.read(path, extent, patience);
        if (bytes == null) {
            bytes = blocking.read(path, extent, patience);
            counters.count(counters.fallbackReads, bytes.length);
        }
        return bytes;
    }

    List<byte[]> readRanges(Path path, List<Range> ranges, Patience patience) throws IOException {
        List<Range> wanted = List.copyOf(ranges);
        return Recording.hasReads()
                ? Recording.read(path, patience, p -> readRangesNow(path, wanted, p))
                : readRangesNow(path, wanted, patience);
    }

    private List<byte[]> readRangesNow(Path path, List<Range> wanted, Patience patience) throws IOException {
        if (!PathBytes.isOfPlatform(path)) {
            return RangeReads.cut(readNow(path, Extent.WHOLE, patience), wanted); // not all of them have offsets
        }
        return withOpen(path, patience, (file, p) -> new RangeReads(file, wanted, mergeGap).read(p));
    }

    MemorySegment read(Path path, Arena arena, Patience patience) throws IOException {
        Objects.requireNonNull(arena, "arena");
        return Recording.hasReads()
                ? Recording.read(path, patience, p -> readNow(path, arena, p))
                : readNow(path, arena, patience);
    }

    private MemorySegment readNow(Path path, Arena arena, Patience patience) throws IOException {
        return withOpen(path, patience, (file, p) -> SegmentReads.read(file, arena, p));
    }

    long read(Path path, long offset, MemorySegment to, Patience patience) throws IOException {
        SegmentReads.check(offset, to);
        return Recording.hasReads()
                ? Recording.read(path, patience, p -> readNow(path, offset, to, p))
                : readNow(path, offset, to, patience);
    }

    private long readNow(Path path, long offset, MemorySegment to, Patience patience) throws IOException {
        if (!PathBytes.isOfPlatform(path)) {
            byte[] bytes = readNow(path, Extent.WHOLE, patience); // not all of them have offsets
            long count = Math.clamp(bytes.length - offset, 0, to.byteSize());
            MemorySegment.copy(MemorySegment.ofArray(bytes), Math.min(offset, bytes.length), to, 0, count);
            return count;
        }
        return withOpen(path, patience, (file, p) -> SegmentReads.read(file, offset, to, p));
    }

    /** Opens a file for one use. */
    private <T> T withOpen(Path path, Patience patience, RingFile.Use<T> use) throws IOException {
        OpenFile file = openNow(path, patience);
        try {
            return use.with(file, patience);
        } finally {
            file.close();
        }
    }

    /**
     * Opens a file for many reads.
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="open"}
     *
     * @return the open file, which is to be closed
     * @throws IOException as with {@link #read(Path)}; a directory can be opened, and fails when it is read
     * @throws IllegalStateException if the ring is closed
     */
    public RingFile open(Path path) throws IOException {
        return new RingFile(openFile(path, Patience.ENDLESS), path, mergeGap);
    }

    /**
     * Reads what a stream of requests asks for, as many at once as the ring has places for, and gives the results in the
     * order in which they complete.
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="completions"}
     *
     * <p>Nothing is asked of the stream, and nothing read, before the first result is asked for.
     *
     * @param requests any number of them, without nulls; asked for one by one on the thread that takes the results, and
     *     closed when they are
     * @return the results, to be closed
     * @throws NullPointerException if the stream is null
     * @throws IllegalStateException if the ring is closed, or the stream has been used before
     */
    public Completions completions(Stream<ReadRequest> requests) {
        Objects.requireNonNull(requests, "requests");
        return new Completions(runner(), requests);
    }

    /**
     * Reads groups of requests, and gives their results group by group in order: a group is complete before the next is
     * delivered.
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="groups"}
     *
     * <p>Nothing is asked of the stream, and nothing read, before the first group is asked for.
     *
     * @param groups any number of them, of any size, without nulls; asked for one by one on the thread that takes the
     *     results, and closed when they are
     * @param order whether a group may start before the one before it is delivered
     * @return the results, to be closed
     * @throws NullPointerException if either is null
     * @throws IllegalStateException if the ring is closed, or the stream has been used before
     */
    public Groups groups(Stream<List<ReadRequest>> groups, GroupOrder order) {
        Objects.requireNonNull(groups, "groups");
        Objects.requireNonNull(order, "order");
        return new Groups(runner(), groups, order, opening.window());
    }

    private RequestRunner runner() {
        checkOpen();
        return new RequestRunner(this, opening.window());
    }

    /** Reads a request. Only a range from the end needs the size, and so a file that is open meanwhile. */
    byte[] read(ReadRequest request, Patience patience) throws IOException {
        Path path = request.path();
        if (request.range().isEmpty()) {
            return read(path, Extent.WHOLE, patience);
        }
        Range range = request.range().get();
        return range.offset() < 0
                ? readRanges(path, List.of(range), patience).getFirst()
                : read(path, new Extent(range.offset(), range.length()), patience);
    }

    /** Opens a file for {@link RingFile} and its kind. With options, the JDK opens it. */
    OpenFile openFile(Path path, Patience patience, OpenOption... options) throws IOException {
        return Recording.hasOpens()
                ? Recording.open(path, patience, p -> openNow(path, p, options))
                : openNow(path, patience, options);
    }

    private OpenFile openNow(Path path, Patience patience, OpenOption... options) throws IOException {
        Objects.requireNonNull(path, "path");
        checkOpen();
        RingRoute route = opening.route();
        OpenFile file = route == null || options.length > 0 || !PathBytes.isOfPlatform(path)
                ? null
                : route.open(path, patience);
        return file != null ? file : blocking.open(path, patience, options);
    }

    /**
     * Makes a call of the JDK that looks a path up and reads its inode, on whatever thread can wait for that: on the
     * caller's when the kernel has all of it in memory, and keeps it there meanwhile.
     *
     * @param follow whether a symbolic link at the end of the path is followed by the call
     */
    <T> T withInode(Path path, boolean follow, Callable<T> call) throws IOException {
        Objects.requireNonNull(path, "path");
        if (!PathBytes.isOfPlatform(path)) {
            return here(call);
        }
        checkOpen();
        RingRoute route = opening.route();
        try (RingRoute.Inode inode = route == null ? null : route.holdInode(path, follow)) {
            if (inode != null) {
                return here(call);
            }
        }
        return blocking(path, call);
    }

    /** {@return whether the path is known to be its own real path; it is not where that would take a look at a disk} */
    boolean isReal(Path path) {
        Objects.requireNonNull(path, "path");
        if (!PathBytes.isOfPlatform(path) || !path.isAbsolute() || !path.equals(path.normalize())) {
            return false;
        }
        checkOpen();
        RingRoute route = opening.route();
        return route != null && route.isReal(path);
    }

    private static <T> T here(Callable<T> call) throws IOException {
        try {
            return call.call();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    /** Makes a call of the JDK on a thread of the pool. */
    <T> T blocking(Path path, Callable<T> call) throws IOException {
        checkOpen();
        return blocking.call(path, call, Patience.ENDLESS);
    }

    private void checkOpen() {
        if (closed.get()) {
            throw new IllegalStateException("this FileRing is closed");
        }
    }

    /**
     * {@return how the reads of this ring have gone so far}
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="statistics"}
     */
    public RingStatistics statistics() {
        EngineGroup engines = opening.engines();
        return new RingStatistics(
                counters.cachedReads.sum(),
                counters.ringReads.sum(),
                counters.fallbackReads.sum(),
                counters.bytes.sum(),
                blocking.running() + (engines == null ? 0 : engines.inFlight()),
                blocking.waiting() + (engines == null ? 0 : engines.waiting()),
                engines == null ? 0 : engines.quarantined(),
                Duration.ofNanos(engines == null ? 0 : engines.queuedNanos()),
                Duration.ofNanos(engines == null ? 0 : engines.inKernelNanos()));
    }

    /**
     * {@return the reads that wait now, the oldest first: in line, in the kernel or in the pool} For a person who asks on
     * what a program hangs. It can miss a read that is just on its way from one to the other. Calls that look at
     * attributes are among those of the pool.
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="readsUnderWay"}
     */
    public List<ReadUnderWay> readsUnderWay() {
        long now = System.nanoTime(); // one for all, or their order would be another one
        EngineGroup engines = opening.engines();
        List<UnderWay> ofRing = engines == null ? List.of() : engines.underWay();
        return Stream.concat(ofRing.stream().map(request -> told(request, now)), blocking.underWay(now).stream())
                .sorted(Comparator.comparing(ReadUnderWay::age).reversed())
                .toList();
    }

    private static ReadUnderWay told(UnderWay request, long now) {
        ReadUnderWay.Stage stage =
                switch (request.where()) {
                    case IN_LINE -> ReadUnderWay.Stage.IN_LINE_FOR_RING;
                    case IN_KERNEL -> ReadUnderWay.Stage.IN_KERNEL;
                    case GIVEN_UP -> ReadUnderWay.Stage.GIVEN_UP;
                };
        return ReadUnderWay.of(request.what(), stage, now - request.sinceNanos(), request.caller());
    }

    /** {@return the reapers by name, and whether each is alive} */
    Map<String, Boolean> reapers() {
        EngineGroup engines = opening.engines();
        return engines == null ? Map.of() : engines.reapers();
    }

    /** {@return how many threads the pool has now} */
    int poolThreads() {
        return blocking.size();
    }

    /**
     * {@return how files are read now, and why that way} Waits until the ring is open, or known not to be had.
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="backend"}
     */
    public Backend backend() {
        return opening.backend();
    }

    /**
     * Closes the ring. New reads are refused, and callers that still wait for their turn are told at once, by an
     * {@link AsynchronousCloseException}. Reads in flight go on; those that have not ended after half of the
     * {@linkplain Builder#closeDeadline deadline} are cancelled, and at the deadline their callers are told the same.
     * What the kernel has not let go of by then, because a device or a server does not answer, is left to it: its
     * memory is never used again, and a line in the log says so.
     *
     * <p>Closing a closed ring does nothing.
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="ring"}
     */
    @Override
    public void close() {
        int left = closeAndCount();
        if (left > 0) {
            Log.LOG.log(Level.WARNING, "A FileRing was closed with {0} reads that had not ended after {1}: what they hold"
                    + " is given up", left, closeDeadline);
        }
    }

    /** {@return how many reads had to be left} */
    int closeAndCount() {
        if (closed.getAndSet(true)) {
            return 0;
        }
        long deadline = System.nanoTime() + closeDeadline.toNanos();
        if (bean != null) {
            bean.unregister();
        }
        blocking.refuse();
        int left = opening.close(deadline);
        return left + blocking.close(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
    }

    /** {@return how many calls have taken the blocking way} */
    long blockingReads() {
        return blocking.count();
    }

    @FunctionalInterface
    interface EngineMaker {
        KernelEngines make(int rings, int inFlight, int reserve, long memoryBytes, boolean liburing) throws RingUnavailable;
    }

    /**
     * Settings of a {@link FileRing}. Not safe for use by several threads at once.
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="builder"}
     */
    public static final class Builder {

        private static final int DEFAULT_RINGS = 4;
        private static final int MAX_RINGS = 16;
        private static final int DEFAULT_IN_FLIGHT = 256;
        private static final int MAX_IN_FLIGHT = 4096;
        private static final long DEFAULT_MEMORY = 32L << 20;
        private static final int DEFAULT_QUARANTINE = 64;
        private static final int MAX_QUARANTINE = 1024;
        private static final int DEFAULT_MERGE_GAP = 4096;
        private static final Duration DEFAULT_CLOSE_DEADLINE = Duration.ofSeconds(10);

        private int rings = DEFAULT_RINGS;
        private int inFlight = DEFAULT_IN_FLIGHT;
        private long memory = DEFAULT_MEMORY;
        private EnginePolicy policy = EnginePolicy.AUTOMATIC;
        private Duration closeDeadline = DEFAULT_CLOSE_DEADLINE;
        private int quarantine = DEFAULT_QUARANTINE;
        private int mergeGap = DEFAULT_MERGE_GAP;
        private boolean cachedReads = true;
        private @Nullable EngineMaker maker;
        private @Nullable String jmxName;

        private Builder() {}

        /**
         * Sets how many files are read at once, by all {@link #rings} together; more callers than that wait, at each ring in
         * order of arrival. 256 unless set.
         *
         * {@snippet class="io.github.heddle.SnippetsTest" region="builder"}
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
         * Sets among how many io_urings the reads in flight are divided. Each has a reaper, a platform thread that sleeps
         * when it has nothing to do, and at least 32 reads in flight; with less of those there are fewer rings. 4 unless
         * set: on cold small files one reaper alone is what all wait for.
         *
         * {@snippet class="io.github.heddle.SnippetsTest" region="builder"}
         *
         * @param rings from 1 to 16
         * @throws IllegalArgumentException if it is out of that range
         */
        public Builder rings(int rings) {
            if (rings < 1 || rings > MAX_RINGS) {
                throw new IllegalArgumentException("rings: " + rings + " is not from 1 to " + MAX_RINGS);
            }
            this.rings = rings;
            return this;
        }

        /**
         * Bounds the native memory of the buffers, in bytes. 32 MiB unless set. A read in flight has one buffer of 64
         * KiB, and large files more of what is left; with less memory than buffers, fewer files are read at once.
         *
         * {@snippet class="io.github.heddle.SnippetsTest" region="builder"}
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
         * Sets how many reads that were given up at their deadline may stay with the kernel, because a device does not
         * answer, without taking the place of others. 64 unless set. Each can hold 64 KiB beyond {@link #memory}. Those
         * beyond it count as in flight until the kernel lets go of them: with the memory of both, what can be held so is
         * bounded.
         *
         * {@snippet class="io.github.heddle.SnippetsTest" region="builder"}
         *
         * @param files from 0 to 1024
         * @throws IllegalArgumentException if it is out of that range
         */
        public Builder quarantine(int files) {
            if (files < 0 || files > MAX_QUARANTINE) {
                throw new IllegalArgumentException("quarantine: " + files + " is not from 0 to " + MAX_QUARANTINE);
            }
            quarantine = files;
            return this;
        }

        /**
         * Sets when the ranges of one {@link FileRing#readRanges} are read as one: if no more than so many bytes lie
         * between them, which are read as well and thrown away. 4,096 unless set.
         *
         * {@snippet class="io.github.heddle.SnippetsTest" region="builder"}
         *
         * @param bytes 0 or more; with 0 only ranges that touch or overlap are merged
         * @throws IllegalArgumentException if it is negative
         */
        public Builder mergeGap(int bytes) {
            if (bytes < 0) {
                throw new IllegalArgumentException("merge gap: " + bytes + " is negative");
            }
            mergeGap = bytes;
            return this;
        }

        /**
         * Sets whether what the page cache has is read on the caller's own thread, by calls that do not wait, before the
         * ring is asked. It is unless set otherwise.
         *
         * {@snippet class="io.github.heddle.SnippetsTest" region="builder"}
         */
        public Builder cachedReads(boolean cachedReads) {
            this.cachedReads = cachedReads;
            return this;
        }

        /**
         * Chooses the engine. {@link EnginePolicy#AUTOMATIC} unless set.
         *
         * {@snippet class="io.github.heddle.SnippetsTest" region="builder"}
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
         * {@snippet class="io.github.heddle.SnippetsTest" region="builder"}
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

        /**
         * Has the ring tell how it does by a JMX bean, {@link FileRingMXBean}, as long as it is open. It has none unless
         * this is set, or the system property {@code heddle.jmx} is {@code on}: to load JMX keeps the first ring of a
         * process some tenths of a second. Where there is no bean to be had, because the module {@code
         * java.management} is missing or another open ring has the name, the log says so, and the ring works without.
         *
         * {@snippet class="io.github.heddle.SnippetsTest" region="jmx"}
         *
         * @param name the bean's name is {@code io.github.heddle:type=FileRing,name=} and this
         * @throws NullPointerException if it is null
         */
        public Builder jmx(String name) {
            jmxName = Objects.requireNonNull(name, "name");
            return this;
        }

        /** For tests: an engine of their own making. */
        Builder maker(EngineMaker maker) {
            this.maker = maker;
            return this;
        }

        /**
         * Opens a ring. Only with {@link EnginePolicy#RING} this waits until it is there; else the first reads may go
         * by the thread pool.
         *
         * {@snippet class="io.github.heddle.SnippetsTest" region="builder"}
         *
         * @throws UnsupportedOperationException if the policy is {@link EnginePolicy#RING} and io_uring cannot be had;
         *     the message says why and what to do
         */
        public FileRing open() {
            return new FileRing(this);
        }

        private RingOpening.Settings settings() {
            return new RingOpening.Settings(
                    policy,
                    rings,
                    inFlight,
                    quarantine,
                    memory,
                    cachedReads,
                    maker,
                    isOff("heddle.io_uring"),
                    isOff("heddle.liburing"));
        }

        private @Nullable String beanName() {
            return jmxName == null && haveAllBeans() ? Management.nextName() : jmxName;
        }

        private static boolean haveAllBeans() {
            return "on".equals(System.getProperty("heddle.jmx"));
        }

        private static boolean isOff(String property) {
            return "off".equals(System.getProperty(property));
        }
    }
}
