package io.github.heddle.ring;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A kernel that carries out at once what it is given, and is fast because it checks nothing: what is on trial is what
 * the threads do among themselves. Its files are numbers, and which bytes one has follows from the number. It has no
 * pipes, no descriptors of the process and no errors.
 *
 * <p>All is the reaper's but the bell, which anybody strikes, and the path, which the caller writes before it submits.
 * Who waits for the bell spins for a moment, in which a race is decided, and parks after that.
 */
class StandInKernel implements Ring, Memory {

    /** So long a file is read in one step: all of it, and the proof that it ends there. */
    static final int SHORT_FILE = 5;

    static final int BUFFER_BYTES = 8;

    private static final int SPINS = 2_000;
    private static final int NOTHING = -1;

    private final int size;
    private final long longestWaitNanos;

    private final byte[][] buffers;
    private final byte[] probes;
    private final int[] paths;

    /** By slot: the file that its direct descriptor has open, and where it stands. */
    private final int[] files;

    private final long[] positions;

    // What is carried out and not yet reaped.
    private long[] userData = new long[16];
    private int[] results = new int[16];
    private int completions;
    private int unsubmitted;

    private long bellUserData;
    private boolean bellArmed;
    private final AtomicBoolean struck = new AtomicBoolean();
    private volatile @Nullable Thread owner;
    private final Bell bell = new StandInBell();

    private volatile boolean wakeUpLost;
    private volatile boolean bellClosed;
    private volatile boolean struckAfterClose;
    private volatile boolean freed;

    /** With short files, which takes a wake-up for lost that does not come in time. */
    StandInKernel(int slots) {
        this(slots, slots, SHORT_FILE, WakeUp.LOST_AFTER.toNanos());
    }

    /**
     * @param size of every file, in bytes
     * @param longestWaitNanos how long the bell may be silent while the reaper waits for it
     */
    StandInKernel(int slots, int bufferCount, int size, long longestWaitNanos) {
        this.size = size;
        this.longestWaitNanos = longestWaitNanos;
        buffers = new byte[bufferCount][BUFFER_BYTES];
        probes = new byte[slots];
        paths = new int[slots];
        positions = new long[slots];
        files = new int[slots];
        Arrays.fill(files, NOTHING);
    }

    /** {@return the path of a file} */
    static byte[] path(int file) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(file).array();
    }

    /** {@return whether these are the bytes of the file, all of them} */
    boolean isContent(int file, byte[] bytes) {
        boolean right = bytes.length == size;
        for (int i = 0; i < bytes.length; i++) {
            right &= bytes[i] == byteOf(file, i);
        }
        return right;
    }

    private static byte byteOf(int file, long at) {
        return (byte) (file * 31L + at + 1);
    }

    /** {@return whether the reaper has waited in vain} */
    boolean isWakeUpLost() {
        return wakeUpLost;
    }

    boolean isStruckAfterClose() {
        return struckAfterClose;
    }

    boolean isFreed() {
        return freed;
    }

    /** Nothing else may run. */
    int openFiles() {
        return (int) Arrays.stream(files).filter(file -> file != NOTHING).count();
    }

    // The ring.

    @Override
    public void enable() {
        owner = Thread.currentThread();
    }

    @Override
    public int freeSqes() {
        return Engine.leastSubmissionEntries();
    }

    @Override
    public int unsubmitted() {
        return unsubmitted;
    }

    private void complete(long userData, int flags, int result) {
        unsubmitted++;
        if ((flags & SKIP_SUCCESS) != 0 && result >= 0) {
            return;
        }
        if (completions == results.length) {
            this.userData = Arrays.copyOf(this.userData, 2 * completions);
            results = Arrays.copyOf(results, 2 * completions);
        }
        this.userData[completions] = userData;
        results[completions++] = result;
    }

    @Override
    public void prepareLookUp(long userData, int flags, int slot, int directory) {
        complete(userData, flags, -Errno.ENOTDIR);
    }

    @Override
    public void prepareOpen(long userData, int flags, int slot, int directory) {
        files[slot] = paths[slot];
        positions[slot] = 0;
        complete(userData, flags, 0);
    }

    @Override
    public void prepareRead(long userData, int flags, int slot, int buffer, int length, long offset) {
        boolean moves = offset == CURRENT_POSITION;
        long from = moves ? positions[slot] : offset;
        int count = Math.clamp(size - from, 0, length);
        for (int i = 0; i < count; i++) {
            buffers[buffer][i] = byteOf(files[slot], from + i);
        }
        if (moves) {
            positions[slot] += count;
        }
        complete(userData, flags, count);
    }

    @Override
    public void prepareProbe(long userData, int flags, int slot, long offset) {
        long from = offset == CURRENT_POSITION ? positions[slot]++ : offset;
        probes[slot] = byteOf(files[slot], from);
        complete(userData, flags, from < size ? 1 : 0);
    }

    @Override
    public void prepareSeekCheck(long userData, int flags, int slot) {
        complete(userData, flags, 0);
    }

    @Override
    public void prepareClose(long userData, int slot) {
        files[slot] = NOTHING;
        unsubmitted++;
    }

    @Override
    public void prepareOpenDescriptor(long userData, int flags, int slot, int directory) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void prepareDescriptorRead(
            long userData, int flags, int descriptor, int buffer, int at, int length, long offset) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void prepareCloseDescriptor(long userData, int descriptor) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void prepareCancel(long userData, long target) {
        complete(userData, 0, -Errno.ENOENT);
    }

    @Override
    public void prepareCancelAll(long userData) {
        complete(userData, 0, 0);
    }

    @Override
    public void prepareBell(long userData) {
        bellUserData = userData;
        bellArmed = true;
        unsubmitted++;
    }

    @Override
    public int submitAndWait(int completions) {
        int submitted = unsubmitted;
        unsubmitted = 0;
        if (completions > 0 && this.completions == 0) {
            awaitBell();
        }
        return submitted;
    }

    private void awaitBell() {
        for (int i = 0; i < SPINS && !struck.get(); i++) {
            Thread.onSpinWait();
        }
        if (struck.get()) {
            return;
        }
        long began = System.nanoTime();
        owner = Thread.currentThread();
        while (!struck.get()) {
            long left = longestWaitNanos - (System.nanoTime() - began);
            if (left <= 0) {
                wakeUpLost = true;
                return;
            }
            LockSupport.parkNanos(this, left);
        }
    }

    @Override
    public void pause() {
        Thread.onSpinWait();
    }

    @Override
    public void reap(Completions completions) {
        int count = this.completions;
        this.completions = 0;
        for (int i = 0; i < count; i++) {
            completions.complete(userData[i], results[i]);
        }
        if (bellArmed && struck.getAndSet(false)) {
            bellArmed = false;
            completions.complete(bellUserData, Long.BYTES);
        }
    }

    @Override
    public void close() {}

    /** {@return what wakes the reaper}, whose end is another than the ring's */
    final Bell bell() {
        return bell;
    }

    /** Of any thread. */
    private final class StandInBell implements Bell {

        @Override
        public void strike() {
            if (bellClosed) {
                struckAfterClose = true;
            }
            struck.set(true);
            LockSupport.unpark(owner);
        }

        @Override
        public void close() {
            bellClosed = true;
        }
    }

    // The memory.

    @Override
    public int bufferCount() {
        return buffers.length;
    }

    @Override
    public int bufferBytes() {
        return BUFFER_BYTES;
    }

    @Override
    public void path(int slot, byte[] path, int resolve, Opening opening) {
        paths[slot] = ByteBuffer.wrap(path).getInt();
    }

    @Override
    public void copy(int buffer, byte[] to, int at, int length) {
        System.arraycopy(buffers[buffer], 0, to, at, length);
    }

    @Override
    public void copy(int buffer, int from, ByteBuffer to, int length) {
        to.put(buffers[buffer], from, length);
    }

    @Override
    public byte probe(int slot) {
        return probes[slot];
    }

    @Override
    public void free() {
        freed = true;
    }
}
