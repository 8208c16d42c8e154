package io.github.heddle.ring;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads files through one ring, for any number of threads at once.
 *
 * <p>The life of a read, all of it on the caller's thread but for the last line:
 *
 * <pre>
 *   {@link SlotPool}         take a slot, in order of arrival
 *   {@link Request}          plan a step
 *   {@link SubmissionQueue}  offer the slot; strike the {@link Bell} if the reaper sleeps
 *   {@link Slot}             park
 *   {@link Reaper}           SQEs into the {@link Ring}, CQEs out of it, judge, unpark
 * </pre>
 *
 * <p>Every accepted read is answered (invariant I6): by the reaper, or, when that has died or the engine is closed, by
 * whoever stops the engine.
 */
public final class Engine {

    private final Ring ring;
    private final Memory memory;
    private final Bell bell;

    private final Slot[] slots;
    private final SlotPool pool;
    private final FreeList spareBuffers;
    private final SubmissionQueue queue = new SubmissionQueue();
    private final int mostInFlight;
    private final LongAdder queuedNanos = new LongAdder();
    private final LongAdder inKernelNanos = new LongAdder();

    private final Reaper reaper;
    private final Thread reaperThread;

    private final AtomicBoolean closeBegun = new AtomicBoolean();
    private final CountDownLatch closeEnded = new CountDownLatch(1);

    /**
     * Whether the reaper may sleep although something is queued, because its caller could not strike the bell. All that
     * are queued behind it believe that the reaper is awake: so the next one strikes.
     */
    private volatile boolean bellOwed;

    /** Whether reads are being cancelled, so that whatever error they have stems from that. */
    private volatile boolean cancelling;

    /** Why the reaper died. Written before the callers are stopped, so whoever is stopped sees it. */
    private volatile @Nullable Throwable death;

    /**
     * Makes an engine that does nothing before {@link #start}.
     *
     * @param slots how many requests the kernel can have; at most as many as the memory has buffers
     * @param mostInFlight how many of them may be in flight; the others take the place of those that were given up
     */
    public Engine(Ring ring, Memory memory, Bell bell, int slots, int mostInFlight, String name) {
        this(ring, memory, bell, slots, mostInFlight, reaper -> platformThread(reaper, name));
    }

    /** With a thread for the reaper that a test makes. */
    Engine(Ring ring, Memory memory, Bell bell, int slots, int mostInFlight, ThreadFactory reapers) {
        if (slots < 1 || slots > Math.min(memory.bufferCount(), UserData.MAX_SLOTS)) {
            throw new IllegalArgumentException(slots + " slots for " + memory.bufferCount() + " buffers");
        }
        if (mostInFlight < 1 || mostInFlight > slots) {
            throw new IllegalArgumentException(mostInFlight + " in flight with " + slots + " slots");
        }
        this.mostInFlight = mostInFlight;
        this.ring = ring;
        this.memory = memory;
        this.bell = bell;
        this.slots = new Slot[slots];
        for (int i = 0; i < slots; i++) {
            this.slots[i] = new Slot(i);
        }
        pool = new SlotPool(this.slots, mostInFlight);
        // The first buffers are the slots' own: a slot can always read on, whoever has the others.
        spareBuffers = new FreeList(slots, memory.bufferCount());
        reaper = new Reaper(ring, queue, this.slots, this);
        reaperThread = reapers.newThread(reaper);
    }

    private static Thread platformThread(Runnable reaper, String name) {
        // Nothing of the thread that happens to open a ring may be kept alive by it.
        Thread thread = Thread.ofPlatform()
                .name(name)
                .daemon()
                .inheritInheritableThreadLocals(false)
                .unstarted(reaper);
        thread.setContextClassLoader(Engine.class.getClassLoader());
        return thread;
    }

    /** The completions that can be outstanding at once with so many slots: the least that a CQ must hold (invariant I4). */
    public static int completionsAtMost(int slots) {
        int bellAndCancellation = 2;
        int closeAndCancellation = 2;
        return slots * (Slot.MAX_OPS + closeAndCancellation) + bellAndCancellation;
    }

    /** The entries that a submission queue needs at least, so that the longest step goes in whole. */
    public static int leastSubmissionEntries() {
        return Slot.MAX_OPS + Reaper.RESERVED_SQES;
    }

    public void start() {
        reaperThread.start();
    }

    /** Reads a whole file. */
    public byte[] read(Target target, LongSupplier sizeHint, Patience patience)
            throws ErrnoException, EngineStoppedException, GivenUpException {
        return read(target, 0, FileRead.TO_END, sizeHint, patience);
    }

    /** Reads from an offset so many bytes, or fewer where the file ends first. */
    public byte[] read(Target target, long offset, int length, LongSupplier sizeHint, Patience patience)
            throws ErrnoException, EngineStoppedException, GivenUpException {
        return read(target, offset, (long) length, sizeHint, patience);
    }

    private byte[] read(Target target, long offset, long length, LongSupplier sizeHint, Patience patience)
            throws ErrnoException, EngineStoppedException, GivenUpException {
        return run(slot -> beginRead(slot, target, offset, length, sizeHint), target.what(), patience).bytes();
    }

    /**
     * Opens a path.
     *
     * @return a descriptor of the process, which the caller closes
     */
    public int open(Target target, Memory.Opening opening, Patience patience)
            throws ErrnoException, EngineStoppedException, GivenUpException {
        return run(slot -> beginOpen(slot, target, opening), target.what(), patience).descriptor();
    }

    /**
     * Reads parts of an open file that has offsets. The caller holds the descriptor, at least until this returns.
     *
     * @return for each part how many bytes it got: all that it wanted, or as many as there are before the end of the
     *     file; -1 where it wanted some and lies at the end or behind it
     */
    public int[] read(Descriptor descriptor, List<Part> parts, Patience patience)
            throws ErrnoException, EngineStoppedException, GivenUpException {
        return run(slot -> beginRead(slot, descriptor, parts), descriptor.what(), patience).counts();
    }

    /**
     * Reads once from where an open file stands, what is there. The caller holds the descriptor, at least until this
     * returns.
     *
     * @return how many bytes, at least one where there is room; 0 at the end
     */
    public int readNext(Descriptor descriptor, ByteBuffer to, Patience patience)
            throws ErrnoException, EngineStoppedException, GivenUpException {
        return run(slot -> beginReadNext(slot, descriptor, to), descriptor.what(), patience).count();
    }

    private <R extends Request> R run(Function<Slot, R> begin, @Nullable Object what, Patience patience)
            throws ErrnoException, EngineStoppedException, GivenUpException {
        long start = System.nanoTime();
        Slot slot = null;
        boolean abandoned = false;
        try {
            slot = pool.take(what, patience);
            if (slot == null) {
                throw stopped(true);
            }
            slot.submittedNanos = start;
            slot.takenNanos = start;
            slot.what = what;
            R request = begin.apply(slot);
            if (slot.opCount == 0) {
                return request; // nothing is wanted
            }
            do {
                submit(slot);
                if (!slot.await(patience) && abandon(slot)) {
                    abandoned = true;
                    askForItBack();
                    throw new GivenUpException(false);
                }
                if (!slot.isHeld() || (cancelling && slot.verdict != Request.Verdict.END)) {
                    throw stopped(request.isRestartable());
                }
                slot.submittedNanos = System.nanoTime();
            } while (request.advance());
            queuedNanos.add(slot.queuedNanos);
            inKernelNanos.add(slot.inKernelNanos);
            return request;
        } finally {
            if (patience.waits() != null) {
                tell(patience.waits(), start, abandoned ? null : slot, abandoned);
            }
            if (slot != null && !abandoned) {
                leave(slot);
            }
        }
    }

    /** @param slot null where the caller has none, or has left it to the reaper: then only what has passed is known */
    private static void tell(Waits waits, long start, @Nullable Slot slot, boolean abandoned) {
        if (slot != null) {
            waits.addRing(slot.queuedNanos, slot.inKernelNanos);
        } else {
            long passed = System.nanoTime() - start;
            waits.addRing(abandoned ? 0 : passed, abandoned ? passed : 0);
        }
    }

    private FileRead beginRead(Slot slot, Target target, long offset, long length, LongSupplier sizeHint) {
        FileRead read = new FileRead(slot, memory, spareBuffers, offset, length, sizeHint);
        begin(slot, read, target, Memory.Opening.DIRECT);
        return read;
    }

    private FileOpen beginOpen(Slot slot, Target target, Memory.Opening opening) {
        FileOpen open = new FileOpen(slot);
        begin(slot, open, target, opening);
        return open;
    }

    private DescriptorRead beginRead(Slot slot, Descriptor descriptor, List<Part> parts) {
        DescriptorRead read = new DescriptorRead(slot, memory, spareBuffers, descriptor, parts);
        slot.take(read);
        read.planFirstStep();
        return read;
    }

    private PipeRead beginReadNext(Slot slot, Descriptor descriptor, ByteBuffer to) {
        PipeRead read = new PipeRead(slot, memory, descriptor, to);
        slot.take(read);
        read.planFirstStep();
        return read;
    }

    private void begin(Slot slot, Request request, Target target, Memory.Opening opening) {
        slot.take(request);
        slot.directory = target.directory();
        if (target.holder() != null) {
            request.hold(target.holder());
        }
        memory.path(slot.index, target.path(), target.resolve(), opening);
        request.planFirstStep();
    }

    private void submit(Slot slot) {
        slot.submit();
        if (!offer(slot)) {
            slot.stop();
        }
    }

    /**
     * The caller's patience is over, and its slot is left to the kernel.
     *
     * @return whether the slot is gone, so that whatever comes next must not touch it, and {@link #askForItBack} follows;
     *     false when its answer has come meanwhile
     */
    private boolean abandon(Slot slot) {
        boolean gone = false;
        pool.beginStrike();
        try {
            pool.quarantine(slot);
            gone = slot.abandon();
            if (!gone) {
                pool.release(slot);
            }
            return gone;
        } finally {
            if (!gone) {
                pool.endStrike();
            }
        }
    }

    /** After {@link #abandon}: the reaper asks the kernel for what was given up. */
    private void askForItBack() {
        try {
            reaper.cancelGivenUp();
            strike();
        } finally {
            pool.endStrike();
        }
    }

    /** The caller is done with the slot, or an Error has torn it away. */
    private void leave(Slot slot) {
        if (!slot.isHeld() && leaveSubmitted(slot)) {
            return;
        }
        if (!slot.isHeld()) {
            return; // stopped: the kernel may hold its memory for ever
        }
        if (slot.descriptorOpen || slot.openedDescriptor >= 0) {
            slot.detach();
            boolean accepted = true;
            try {
                accepted = offer(slot);
            } finally {
                if (accepted) {
                    letGo(slot);
                }
            }
        } else {
            letGo(slot);
        }
    }

    /** {@return whether the slot is the reaper's now, which gives it back when the kernel lets go} */
    private boolean leaveSubmitted(Slot slot) {
        pool.beginStrike();
        try {
            if (!slot.abandon()) {
                return false;
            }
            // An Error can have come between the offer and its strike.
            strike();
            return true;
        } finally {
            pool.endStrike();
        }
    }

    private boolean offer(Slot slot) {
        return switch (queue.offer(slot)) {
            case QUEUED -> {
                if (bellOwed) {
                    bellOwed = false;
                    strike();
                }
                yield true;
            }
            case QUEUED_WHILE_ASLEEP -> {
                strike();
                yield true;
            }
            case CLOSED -> false;
        };
    }

    /** Where an Error comes instead, say of a stack that is at its end, it is tried once more, and then owed. */
    private void strike() {
        try {
            bell.strike();
        } catch (Throwable e) {
            bellOwed = true;
            bell.strike();
            bellOwed = false;
            throw e;
        }
    }

    /** One of the slot's holders lets go of it. The last one brings it home. */
    void letGo(Slot slot) {
        if (slot.letGo()) {
            for (int i = 0; i < slot.spareCount; i++) {
                spareBuffers.push(slot.spares[i]);
            }
            slot.spareCount = 0;
            if (slot.request != null) {
                slot.request.release();
            }
            pool.giveBack(slot);
        }
    }

    /**
     * Called by the reaper, as its last act. A ring whose owner is gone completes nothing any more.
     *
     * <p>What has killed the reaper, a full heap above all, can strike again here, and then nobody else would ever
     * answer: so this goes on until all are answered. Each part of it may be done any number of times.
     */
    void reaperDied(Throwable cause) {
        death = cause;
        while (!stopAfterDeath()) {
            Thread.onSpinWait();
        }
        try {
            ring.close();
        } catch (Throwable e) {
            cause.addSuppressed(e);
        }
    }

    private boolean stopAfterDeath() {
        try {
            stopAll();
            pool.giveUp();
            if (closeBegun.compareAndSet(false, true)) {
                closeEnded.countDown();
            }
            return true;
        } catch (Throwable e) {
            return false;
        }
    }

    private void stopAll() {
        queue.close();
        pool.close();
        for (Slot slot : slots) {
            // Also who was answered: the reaper may have died between an answer and its unpark.
            slot.stop();
            LockSupport.unpark(slot.waiter());
        }
    }

    /**
     * Refuses new reads, lets those in flight end, and frees what the engine holds. After half of the deadline what is
     * still in flight is cancelled; at the deadline, what the kernel has not let go of is left to it for ever, memory
     * and descriptors, and its callers are told. Only the first call does it; others wait for that.
     *
     * @return how many reads had to be left behind
     */
    public int close(Duration deadline) {
        return close(Patience.ENDLESS.within(deadline.dividedBy(2)), Patience.ENDLESS.within(deadline));
    }

    int close(Patience beforeCancelling, Patience beforeLeaving) {
        if (!closeBegun.compareAndSet(false, true)) {
            Parking.uninterruptibly(closeEnded::await);
            return 0;
        }
        try {
            return closeOnce(beforeCancelling, beforeLeaving);
        } finally {
            closeEnded.countDown();
        }
    }

    private int closeOnce(Patience beforeCancelling, Patience beforeLeaving) {
        pool.close();
        boolean home = pool.awaitAllHome(beforeCancelling);
        if (!home) {
            cancelling = true;
            order(Reaper.Order.CANCEL);
            home = pool.awaitAllHome(beforeLeaving);
        }
        if (home) {
            order(Reaper.Order.FINISH);
            Parking.uninterruptibly(reaperThread::join);
            if (death == null && reaperThread.getState() == Thread.State.TERMINATED) {
                bell.close();
                memory.free();
            }
            return 0;
        }
        int left = slots.length - pool.home();
        order(Reaper.Order.ABANDON);
        stopAll();
        return left;
    }

    /**
     * Gets rid of an engine that has never worked, after {@link #close} if it was started. What its reaper has left
     * is freed when nothing was ever submitted, so that the kernel holds none of it. Nobody else may know the engine.
     */
    public void discard() {
        if (reaperThread.getState() == Thread.State.NEW) {
            ring.close();
        } else if (death == null || reaper.hasSubmitted()) {
            return; // freed already, or never to be freed
        }
        bell.close();
        memory.free();
    }

    private void order(Reaper.Order order) {
        reaper.order(order);
        strike();
    }

    /** {@return why the reaper died, or null} */
    public @Nullable Throwable death() {
        return death;
    }

    private EngineStoppedException stopped(boolean restartable) {
        Throwable cause = death;
        return cause == null
                ? new EngineStoppedException("the ring was closed", null, restartable)
                : new EngineStoppedException("the ring broke: " + cause, cause, restartable);
    }

    /** {@return how many callers wait for a slot} */
    public int waiting() {
        return pool.waiting();
    }

    /** {@return how many requests the kernel has, or is about to have, for callers that wait for them} */
    public int inFlight() {
        return pool.inUse();
    }

    /** {@return how many slots the kernel has whose callers have given up} */
    public int quarantined() {
        return pool.quarantined();
    }

    /** {@return how many wait for a slot, have one or have left one to the kernel, a moment ago} */
    int load() {
        return pool.load();
    }

    public int mostInFlight() {
        return mostInFlight;
    }

    /** {@return what is not answered yet} */
    List<UnderWay> underWay() {
        List<UnderWay> all = new ArrayList<>(pool.inLine());
        for (Slot slot : slots) {
            UnderWay one = slot.underWay();
            if (one != null) {
                all.add(one);
            }
        }
        return all;
    }

    /** {@return the name of the reaper's thread} */
    String reaperName() {
        return reaperThread.getName();
    }

    boolean isReaperAlive() {
        return reaperThread.isAlive();
    }

    /** {@return how long finished requests have waited before the kernel had them, in nanoseconds, all together} */
    public long queuedNanos() {
        return queuedNanos.sum();
    }

    /** {@return how long finished requests were in the kernel, in nanoseconds, all together} */
    public long inKernelNanos() {
        return inKernelNanos.sum();
    }

    /** For the simulation, which balances it. */
    SlotPool pool() {
        return pool;
    }

    /** For the simulation: the spare buffers at home and with the slots. Nothing else may run. */
    int spareBuffers() {
        int count = spareBuffers.size();
        for (Slot slot : slots) {
            count += slot.spareCount;
        }
        return count;
    }

    /**
     * What to open.
     *
     * @param directory the descriptor of the directory that the path is relative to
     * @param path the path's bytes, at most {@link Memory#MAX_PATH_BYTES} of them
     * @param resolve openat2's {@code RESOLVE_} flags
     * @param holder keeps the directory's descriptor open; null where it is never closed
     * @param what the path as it is told to people, for {@link UnderWay}; immutable
     * @param resident whether ordinary files lie wholly in memory there, and stay, so that no read of them can wait
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Target(
            int directory,
            byte[] path,
            int resolve,
            @Nullable Descriptor holder,
            @Nullable Object what,
            boolean resident) {

        public Target(int directory, byte[] path, int resolve) {
            this(directory, path, resolve, null, null, false);
        }
    }
}
