package io.github.heddle.ring;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A kernel with a seed: everything that the real one may do, in an order that the seed decides.
 *
 * <p>It completes operations out of order, late, short, disturbed or failed by any errno, refuses submissions or takes
 * a part of them, answers twice, and lets cancelled operations succeed, or not end at all. And it watches the engine:
 * that only one thread touches the ring (I1), that nobody touches a buffer, a path or a descriptor number that the
 * kernel has (I3), and that the CQ never overflows (I4). A breach is an {@link AssertionError} on the thread that commits
 * it, and is kept, for where that thread is a reaper.
 */
final class FakeKernel implements Ring, Memory, Bell {

    /** What may go wrong, each with a probability from 0 to 1. */
    record Faults(
            double shortRead,
            double disturbed,
            double failed,
            double refusedSubmit,
            double partialSubmit,
            double answeredTwice) {
        static final Faults NONE = new Faults(0, 0, 0, 0, 0, 0);

        /** All but a partial submit, of which an engine dies. */
        static final Faults MANY = new Faults(0.3, 0.15, 0.02, 0.1, 0, 0.1);

        static final Faults FATAL = new Faults(0.3, 0.15, 0.02, 0.1, 0.01, 0.1);
    }

    enum FileKind {
        REGULAR,
        /** Offsets mean nothing there, and each byte is read once. */
        PIPE,
        /** A pipe whose writer does not come: its open and its reads wait, until it is released or they are cancelled. */
        SILENT,
        /** Its open and its reads wait, whatever is cancelled. */
        DEAD,
        DIRECTORY
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Content(byte[] bytes, FileKind kind) {
        boolean pipe() {
            return kind == FileKind.PIPE || kind == FileKind.SILENT;
        }

        boolean directory() {
            return kind == FileKind.DIRECTORY;
        }
    }

    /** What a cancellation answers when its target is being carried out. */
    private static final int EALREADY = 114;

    /** What an open and a read may fail with, whatever the file: errors of files, of limits and of io_uring. */
    static final Set<Integer> OPEN_ERRORS = Set.of(
            Errno.EPERM, Errno.ENOENT, Errno.EIO, Errno.ENXIO, Errno.EBADF, Errno.EAGAIN, Errno.ENOMEM, Errno.EACCES, Errno.EBUSY,
            Errno.EXDEV, Errno.EINVAL, Errno.ENFILE, Errno.EMFILE, Errno.ELOOP, Errno.EOPNOTSUPP, Errno.ECANCELED);

    static final Set<Integer> READ_ERRORS = Set.of(
            Errno.EIO, Errno.ENXIO, Errno.EBADF, Errno.ENOMEM, Errno.EACCES, Errno.EBUSY, Errno.EINVAL, Errno.EOPNOTSUPP,
            Errno.ECANCELED);

    private static final List<Integer> OPEN_FAILURES = OPEN_ERRORS.stream().sorted().toList();
    private static final List<Integer> READ_FAILURES = READ_ERRORS.stream().sorted().toList();

    /** EINTR and the kernel's own restart codes, which an io_uring request can leak. */
    private static final int[] DISTURBANCES = {-Errno.EINTR, -512, -513, -514, -515, -516};

    private static final int[] REFUSALS = {-Errno.EINTR, -Errno.EBUSY, -Errno.EAGAIN, -Errno.ENOMEM};

    private enum Kind {
        LOOK_UP,
        OPEN,
        OPEN_DESCRIPTOR,
        SEEK_CHECK,
        READ,
        PROBE,
        CLOSE,
        CLOSE_DESCRIPTOR,
        CANCEL_ONE,
        CANCEL,
        BELL
    }

    /** @param slot or the descriptor of the process, where the operation is on one; a read has -1 for the other */
    private record Sqe(
            Kind kind, long userData, int flags, int slot, int descriptor, int buffer, int at, int length, long offset) {

        Sqe(Kind kind, long userData, int flags, int slot, int buffer, int length, long offset) {
            this(kind, userData, flags, slot, -1, buffer, 0, length, offset);
        }
    }

    private record Cqe(long userData, int result) {}

    private static final class Descriptor {
        final Content content;

        /** Whether the next open takes its place without a close. */
        final boolean lookedUp;

        int position;

        Descriptor(Content content, boolean lookedUp) {
            this.content = content;
            this.lookedUp = lookedUp;
        }
    }

    private final Random random;
    private final Faults faults;
    private final Map<String, Content> files = new HashMap<>();

    private final byte[][] buffers;
    /** Which bytes of each buffer the kernel has. */
    private final BitSet[] bufferInKernel;

    private final @Nullable String[] paths;
    /** How many operations of one chain have the path. */
    private final int[] pathInKernel;

    private final byte[] probes;
    private final boolean[] probeInKernel;
    private final @Nullable Descriptor[] descriptors;
    private final Map<Integer, Descriptor> processDescriptors = new HashMap<>();
    private int nextDescriptor = 100;
    private final Set<Long> toldToEnd = new HashSet<>();
    private final Set<Content> released = new HashSet<>();

    private final int sqEntries;
    private final int cqEntries;
    private final List<Sqe> sq = new ArrayList<>();
    private final List<Deque<Sqe>> chains = new ArrayList<>();
    private final Deque<Cqe> cq = new ArrayDeque<>();
    private final List<Cqe> past = new ArrayList<>();

    private final boolean sleeps;
    private int strikes;
    private @Nullable Thread owner;
    private @Nullable Error deathOfOwner;
    private int submitsUntilDeath;
    private boolean stuck;
    private boolean closed;
    private boolean freed;
    private @Nullable AssertionError breach;

    /** @param sleeps whether waiting for completions waits for the bell; false on a single thread */
    FakeKernel(long seed, int slots, int bufferCount, int bufferBytes, int sqEntries, Faults faults, boolean sleeps) {
        random = new Random(seed);
        this.faults = faults;
        this.sleeps = sleeps;
        buffers = new byte[bufferCount][bufferBytes];
        bufferInKernel = new BitSet[bufferCount];
        Arrays.setAll(bufferInKernel, i -> new BitSet());
        paths = new String[slots];
        pathInKernel = new int[slots];
        probes = new byte[slots];
        probeInKernel = new boolean[slots];
        descriptors = new Descriptor[slots];
        this.sqEntries = sqEntries;
        cqEntries = Engine.completionsAtMost(slots);
    }

    synchronized void file(String path, Content content) {
        files.put(path, content);
    }

    /** The owner dies by this error, at its submission after so many others. */
    synchronized void killOwner(Error death, int submits) {
        deathOfOwner = death;
        submitsUntilDeath = submits;
    }

    /** From now on nothing completes but the bell and cancellations, which cancel nothing. */
    synchronized void getStuck() {
        stuck = true;
    }

    /** What waits for this file waits no more. */
    synchronized void release(String path) {
        released.add(Objects.requireNonNull(files.get(path)));
        notifyAll();
    }

    /** Carries one operation out, if any can go on. */
    synchronized boolean tick() {
        return runOne();
    }

    synchronized boolean hasCompletions() {
        return !cq.isEmpty();
    }

    /** {@return how many slots have operations in flight} */
    synchronized long slotsInFlight() {
        return chains.stream()
                .map(chain -> chain.element())
                .filter(sqe -> sqe.kind != Kind.BELL && sqe.kind != Kind.CANCEL && sqe.kind != Kind.CANCEL_ONE)
                .map(sqe -> UserData.slot(sqe.userData))
                .distinct()
                .count();
    }

    /** {@return the first breach that anybody has committed} */
    synchronized @Nullable AssertionError breach() {
        return breach;
    }

    synchronized boolean isFreed() {
        return freed;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    synchronized int openDescriptors() {
        return (int) Arrays.stream(descriptors).filter(d -> d != null).count() + processDescriptors.size();
    }

    synchronized int inFlight() {
        return chains.stream()
                .mapToInt(chain -> (int) chain.stream().filter(sqe -> sqe.kind != Kind.BELL).count())
                .sum();
    }

    // Ring

    @Override
    public synchronized void enable() {
        owner = Thread.currentThread();
    }

    @Override
    public synchronized int freeSqes() {
        checkOwner();
        return sqEntries - sq.size();
    }

    @Override
    public synchronized int unsubmitted() {
        checkOwner();
        return sq.size();
    }

    @Override
    public synchronized void prepareLookUp(long userData, int flags, int slot, int directory) {
        add(new Sqe(Kind.LOOK_UP, userData, flags, slot, -1, 0, 0));
    }

    @Override
    public synchronized void prepareOpen(long userData, int flags, int slot, int directory) {
        add(new Sqe(Kind.OPEN, userData, flags, slot, -1, 0, 0));
    }

    @Override
    public synchronized void prepareRead(long userData, int flags, int slot, int buffer, int length, long offset) {
        add(new Sqe(Kind.READ, userData, flags, slot, buffer, length, offset));
    }

    @Override
    public synchronized void prepareOpenDescriptor(long userData, int flags, int slot, int directory) {
        add(new Sqe(Kind.OPEN_DESCRIPTOR, userData, flags, slot, -1, 0, 0));
    }

    @Override
    public synchronized void prepareDescriptorRead(
            long userData, int flags, int descriptor, int buffer, int at, int length, long offset) {
        check(at + length <= bufferBytes(), "a read goes beyond buffer " + buffer);
        add(new Sqe(Kind.READ, userData, flags, -1, descriptor, buffer, at, length, offset));
    }

    @Override
    public synchronized void prepareCloseDescriptor(long userData, int descriptor) {
        add(new Sqe(Kind.CLOSE_DESCRIPTOR, userData, 0, -1, descriptor, -1, 0, 0, 0));
    }

    @Override
    public synchronized void prepareCancel(long userData, long target) {
        add(new Sqe(Kind.CANCEL_ONE, userData, 0, -1, -1, 0, target));
    }

    @Override
    public synchronized void prepareProbe(long userData, int flags, int slot, long offset) {
        add(new Sqe(Kind.PROBE, userData, flags, slot, -1, 1, offset));
    }

    @Override
    public synchronized void prepareSeekCheck(long userData, int flags, int slot) {
        add(new Sqe(Kind.SEEK_CHECK, userData, flags, slot, -1, 0, 0));
    }

    @Override
    public synchronized void prepareClose(long userData, int slot) {
        add(new Sqe(Kind.CLOSE, userData, 0, slot, -1, 0, 0));
    }

    @Override
    public synchronized void prepareCancelAll(long userData) {
        add(new Sqe(Kind.CANCEL, userData, 0, -1, -1, 0, 0));
    }

    @Override
    public synchronized void prepareBell(long userData) {
        add(new Sqe(Kind.BELL, userData, 0, -1, -1, 0, 0));
    }

    private void add(Sqe sqe) {
        checkOwner();
        check(sq.size() < sqEntries, "the SQ is full");
        sq.add(sqe);
    }

    @Override
    public synchronized int submitAndWait(int completions) {
        checkOwner();
        if (deathOfOwner != null && submitsUntilDeath-- <= 0) {
            throw deathOfOwner;
        }
        if (happens(faults.refusedSubmit)) {
            return REFUSALS[random.nextInt(REFUSALS.length)];
        }
        int submitted = sq.size() > 1 && happens(faults.partialSubmit) ? 1 + random.nextInt(sq.size() - 1) : sq.size();
        takeSubmitted(submitted);
        if (!sq.isEmpty()) {
            return submitted; // and does not wait
        }
        for (int i = random.nextInt(chains.size() + 1); i > 0; i--) {
            runOne();
        }
        while (cq.size() < completions) {
            if (!runOne()) {
                if (!sleeps) {
                    break;
                }
                try {
                    wait();
                } catch (InterruptedException e) {
                    return -Errno.EINTR;
                }
            }
        }
        return submitted;
    }

    private void takeSubmitted(int count) {
        boolean all = count == sq.size();
        Deque<Sqe> chain = new ArrayDeque<>();
        for (Sqe sqe : sq.subList(0, count)) {
            switch (sqe.kind) {
                case CLOSE, CLOSE_DESCRIPTOR -> {
                    carryOut(sqe);
                    continue;
                }
                case LOOK_UP, OPEN, OPEN_DESCRIPTOR -> {
                    check(pathInKernel[sqe.slot] == samePath(chain, sqe), "path of slot " + sqe.slot + " is in flight twice");
                    pathInKernel[sqe.slot]++;
                }
                case READ -> {
                    BitSet inKernel = bufferInKernel[sqe.buffer];
                    int taken = inKernel.nextSetBit(sqe.at);
                    check(taken < 0 || taken >= sqe.at + sqe.length, "buffer " + sqe.buffer + " is in flight twice");
                    inKernel.set(sqe.at, sqe.at + sqe.length);
                }
                case PROBE -> probeInKernel[sqe.slot] = handOver(probeInKernel[sqe.slot], "probe of " + sqe.slot);
                default -> {}
            }
            chain.add(sqe);
            if ((sqe.flags & (LINK | HARDLINK)) == 0) {
                chains.add(chain);
                chain = new ArrayDeque<>();
            }
        }
        if (!chain.isEmpty()) {
            check(!all, "a chain goes on beyond its submission");
            chains.add(chain); // which the kernel takes for whole
        }
        sq.subList(0, count).clear();
    }

    private static int samePath(Deque<Sqe> chain, Sqe sqe) {
        return (int) chain.stream().filter(other -> other.kind == Kind.LOOK_UP && other.slot == sqe.slot).count();
    }

    private boolean handOver(boolean inKernel, String what) {
        check(!inKernel, what + " is in flight twice");
        return true;
    }

    /** Carries out the head of a chain that can go on. {@return whether there was one} */
    private boolean runOne() {
        List<Deque<Sqe>> ready = chains.stream().filter(chain -> canRun(chain.element())).toList();
        if (ready.isEmpty()) {
            return false;
        }
        Deque<Sqe> chain = ready.get(random.nextInt(ready.size()));
        Sqe sqe = chain.remove();
        int result = carryOut(sqe);
        boolean failed = result < 0 || (isRead(sqe) && result < sqe.length);
        boolean silent = (sqe.flags & SKIP_SUCCESS) != 0;
        letGo(sqe);
        if (!silent || failed) {
            post(sqe, result);
        }
        if (failed && (sqe.flags & LINK) != 0) {
            for (Sqe dragged : chain) {
                letGo(dragged);
                if (!silent) {
                    post(dragged, -Errno.ECANCELED);
                }
            }
            chain.clear();
        }
        if (chain.isEmpty()) {
            chains.remove(chain);
        }
        return true;
    }

    private boolean canRun(Sqe sqe) {
        return switch (sqe.kind) {
            case BELL -> strikes > 0 || toldToEnd.contains(sqe.userData);
            case CANCEL, CANCEL_ONE -> true;
            default -> !stuck && !waits(sqe);
        };
    }

    private boolean waits(Sqe sqe) {
        Content content =
                switch (sqe.kind) {
                    case OPEN, OPEN_DESCRIPTOR -> files.get(paths[sqe.slot]);
                    case READ, PROBE -> descriptor(sqe).content;
                    default -> null;
                };
        if (content == null || released.contains(content)) {
            return false;
        }
        return switch (content.kind) {
            case DEAD -> true;
            case SILENT -> !toldToEnd.contains(sqe.userData);
            default -> false;
        };
    }

    private static boolean isRead(Sqe sqe) {
        return sqe.kind == Kind.READ || sqe.kind == Kind.PROBE;
    }

    private void letGo(Sqe sqe) {
        switch (sqe.kind) {
            case LOOK_UP, OPEN, OPEN_DESCRIPTOR -> pathInKernel[sqe.slot]--;
            case READ -> bufferInKernel[sqe.buffer].clear(sqe.at, sqe.at + sqe.length);
            case PROBE -> probeInKernel[sqe.slot] = false;
            default -> {}
        }
    }

    private void post(Sqe sqe, int result) {
        Cqe cqe = new Cqe(sqe.userData, result);
        check(cq.size() < cqEntries, "the CQ overflows");
        cq.add(cqe);
        if (sqe.kind != Kind.BELL && happens(faults.answeredTwice)) {
            past.add(cqe);
        }
        if (!past.isEmpty() && cq.size() < cqEntries && happens(faults.answeredTwice)) {
            cq.add(past.remove(random.nextInt(past.size())));
        }
    }

    private int carryOut(Sqe sqe) {
        return switch (sqe.kind) {
            case BELL -> {
                if (toldToEnd.remove(sqe.userData)) {
                    yield -Errno.ECANCELED;
                }
                strikes = 0;
                yield Long.BYTES;
            }
            case CANCEL -> {
                // What is linked behind the head of a chain is not found.
                chains.forEach(chain -> chain.stream().limit(1).forEach(head -> toldToEnd.add(head.userData)));
                yield chains.size();
            }
            case CANCEL_ONE -> cancel(sqe.offset);
            case CLOSE_DESCRIPTOR -> {
                check(processDescriptors.remove(sqe.descriptor) != null, sqe.descriptor + " is closed but not open");
                yield 0;
            }
            case OPEN_DESCRIPTOR -> openDescriptor(sqe);
            case CLOSE -> {
                check(descriptors[sqe.slot] != null, "descriptor " + sqe.slot + " is closed but not open");
                descriptors[sqe.slot] = null;
                yield 0;
            }
            case LOOK_UP -> lookUp(sqe);
            case OPEN -> open(sqe);
            case SEEK_CHECK -> {
                boolean pipe = descriptor(sqe).content.pipe();
                toldToEnd.remove(sqe.userData);
                yield pipe ? -Errno.ESPIPE : 0;
            }
            case READ, PROBE -> read(sqe);
        };
    }

    /** Finds only what is at the head of its chain, as the real one does; and what it finds may go on all the same. */
    private int cancel(long target) {
        boolean found = chains.stream().anyMatch(chain -> !chain.isEmpty() && chain.element().userData == target);
        if (!found) {
            return -Errno.ENOENT;
        }
        toldToEnd.add(target);
        return random.nextBoolean() ? 0 : -EALREADY;
    }

    private int openDescriptor(Sqe sqe) {
        int error = error(sqe);
        if (error != 0) {
            return error;
        }
        Content content = files.get(paths[sqe.slot]);
        if (content == null) {
            return -Errno.ENOENT;
        }
        processDescriptors.put(nextDescriptor, new Descriptor(content, false));
        return nextDescriptor++;
    }

    /** What the owner of a descriptor does. */
    synchronized void closeDescriptor(int descriptor) {
        check(processDescriptors.remove(descriptor) != null, descriptor + " is closed but not open");
    }

    private int lookUp(Sqe sqe) {
        int error = error(sqe);
        if (error != 0) {
            return error;
        }
        Content content = files.get(paths[sqe.slot]);
        if (content == null || !content.directory()) {
            return content == null ? -Errno.ENOENT : -Errno.ENOTDIR;
        }
        checkFree(sqe.slot);
        descriptors[sqe.slot] = new Descriptor(content, true);
        return 0;
    }

    private void checkFree(int slot) {
        Descriptor there = descriptors[slot];
        check(there == null || there.lookedUp, "descriptor " + slot + " is opened but not closed");
    }

    private int open(Sqe sqe) {
        int slot = sqe.slot;
        checkFree(slot);
        int error = error(sqe);
        if (error != 0) {
            return error;
        }
        Content content = files.get(paths[slot]);
        if (content == null) {
            return -Errno.ENOENT;
        }
        descriptors[slot] = new Descriptor(content, false);
        return 0;
    }

    private int read(Sqe sqe) {
        int error = error(sqe);
        Descriptor descriptor = descriptor(sqe);
        byte[] bytes = descriptor.content.bytes;
        if (sqe.kind == Kind.READ) {
            // Until its completion a buffer holds anything.
            byte[] anything = new byte[sqe.length];
            random.nextBytes(anything);
            System.arraycopy(anything, 0, buffers[sqe.buffer], sqe.at, sqe.length);
        }
        if (error != 0) {
            return error;
        }
        if (descriptor.content.directory()) {
            return -Errno.EISDIR;
        }
        boolean atPosition = descriptor.content.pipe() || sqe.offset == CURRENT_POSITION;
        long from = Math.min(atPosition ? descriptor.position : sqe.offset, bytes.length);
        int count = (int) Math.min(sqe.length, bytes.length - from);
        if (count > 1 && happens(faults.shortRead)) {
            count = 1 + random.nextInt(count - 1);
        }
        if (sqe.kind == Kind.READ) {
            System.arraycopy(bytes, (int) from, buffers[sqe.buffer], sqe.at, count);
        } else if (count == 1) {
            probes[sqe.slot] = bytes[(int) from];
        }
        if (atPosition) {
            descriptor.position += count;
        }
        return count;
    }

    private int error(Sqe sqe) {
        if (toldToEnd.remove(sqe.userData) && random.nextBoolean()) {
            return -Errno.ECANCELED;
        }
        if (happens(faults.disturbed)) {
            return isRead(sqe) && random.nextInt(4) == 0
                    ? -Errno.EAGAIN
                    : DISTURBANCES[random.nextInt(DISTURBANCES.length)];
        }
        List<Integer> failures = isRead(sqe) ? READ_FAILURES : OPEN_FAILURES;
        return happens(faults.failed) ? -failures.get(random.nextInt(failures.size())) : 0;
    }

    private Descriptor descriptor(Sqe sqe) {
        Descriptor descriptor =
                sqe.descriptor < 0 ? descriptors[sqe.slot] : processDescriptors.get(sqe.descriptor);
        check(descriptor != null, sqe + " is on a descriptor that is not open");
        return Objects.requireNonNull(descriptor);
    }

    @Override
    public void pause() {
        // Time means nothing here.
    }

    @Override
    public void reap(Completions completions) {
        List<Cqe> reaped;
        synchronized (this) {
            checkOwner();
            reaped = new ArrayList<>(cq);
            cq.clear();
        }
        reaped.forEach(cqe -> completions.complete(cqe.userData, cqe.result));
    }

    // Bell

    @Override
    public synchronized void strike() {
        check(!freed, "the bell is struck after its end");
        strikes++;
        notifyAll();
    }

    // Memory

    @Override
    public int bufferCount() {
        return buffers.length;
    }

    @Override
    public int bufferBytes() {
        return buffers[0].length;
    }

    @Override
    public synchronized void path(int slot, byte[] path, int resolve, Opening opening) {
        check(pathInKernel[slot] == 0, "the path of slot " + slot + " is written while the kernel has it");
        paths[slot] = new String(path, java.nio.charset.StandardCharsets.UTF_8);
    }

    @Override
    public synchronized void copy(int buffer, byte[] to, int at, int length) {
        checkReadable(buffer, 0, length);
        System.arraycopy(buffers[buffer], 0, to, at, length);
    }

    @Override
    public synchronized void copy(int buffer, int from, ByteBuffer to, int length) {
        checkReadable(buffer, from, length);
        to.put(buffers[buffer], from, length);
    }

    private void checkReadable(int buffer, int from, int length) {
        check(
                bufferInKernel[buffer].get(from, from + length).isEmpty(),
                "buffer " + buffer + " is read while the kernel has it");
    }

    @Override
    public synchronized byte probe(int slot) {
        check(!probeInKernel[slot], "the probe of slot " + slot + " is read while the kernel has it");
        return probes[slot];
    }

    @Override
    public synchronized void free() {
        for (int i = 0; i < bufferInKernel.length; i++) {
            check(bufferInKernel[i].isEmpty(), "buffer " + i + " is freed while the kernel has it");
        }
        freed = true;
    }

    @Override
    public synchronized void close() {
        closed = true;
        // What goes on is cancelled.
        chains.forEach(chain -> chain.forEach(sqe -> toldToEnd.add(sqe.userData)));
    }

    private boolean happens(double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }

    private void checkOwner() {
        check(Thread.currentThread() == owner, "the ring is touched by " + Thread.currentThread());
        check(!closed, "the ring is touched after its close");
    }

    private void check(boolean holds, String claim) {
        if (!holds) {
            AssertionError error = new AssertionError(claim);
            if (breach == null) {
                breach = error;
            }
            throw error;
        }
    }
}
