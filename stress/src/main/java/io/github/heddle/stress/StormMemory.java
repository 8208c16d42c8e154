package io.github.heddle.stress;

import io.github.heddle.ring.Memory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The memory of a {@link StormKernel}, which sees when a caller touches what the kernel has. A buffer is spoilt when
 * the kernel gets it, so whoever goes on without an answer has wrong bytes.
 */
final class StormMemory implements Memory {

    static final int BUFFER_BYTES = 64;
    private static final byte SPOILT = 0x5A;

    private final Consumer<String> wrong;
    private final byte[][] buffers;
    private final AtomicIntegerArray ofKernel;

    // By slot. Plain: who has the slot has them.
    private final byte[] probes;
    private final int[] files;
    private final @Nullable Thread[] waiters;

    private volatile boolean freed;

    StormMemory(int slots, int bufferCount, Consumer<String> wrong) {
        this.wrong = wrong;
        buffers = new byte[bufferCount][BUFFER_BYTES];
        ofKernel = new AtomicIntegerArray(bufferCount);
        probes = new byte[slots];
        files = new int[slots];
        waiters = new Thread[slots];
    }

    /** {@return the path of a file, which also says whether its caller waits for ever} */
    static byte[] path(int file, boolean endless) {
        return ByteBuffer.allocate(Integer.BYTES + 1)
                .putInt(file)
                .put((byte) (endless ? 1 : 0))
                .array();
    }

    boolean isFreed() {
        return freed;
    }

    // The kernel's side.

    /** {@return the file that the slot's next open takes} */
    int file(int slot) {
        return files[slot];
    }

    /** {@return who waits for the slot's answers for ever; null where its patience may end before} */
    @Nullable Thread waiter(int slot) {
        return waiters[slot];
    }

    void lend(int buffer) {
        if (ofKernel.getAndSet(buffer, 1) != 0) {
            wrong.accept("a buffer was given to two reads at once");
        }
        Arrays.fill(buffers[buffer], SPOILT);
    }

    byte[] lent(int buffer) {
        return buffers[buffer];
    }

    void giveBack(int buffer) {
        ofKernel.set(buffer, 0);
    }

    void probe(int slot, byte value) {
        probes[slot] = value;
    }

    // The callers' side.

    private void check(int buffer) {
        if (ofKernel.get(buffer) != 0) {
            wrong.accept("a caller takes bytes from a buffer that the kernel has");
        }
        if (freed) {
            wrong.accept("a caller uses memory that is freed");
        }
    }

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
        check(slot); // the first buffers are the slots' own
        ByteBuffer parts = ByteBuffer.wrap(path);
        files[slot] = parts.getInt();
        waiters[slot] = parts.get() == 1 ? Thread.currentThread() : null;
    }

    @Override
    public void copy(int buffer, byte[] to, int at, int length) {
        check(buffer);
        System.arraycopy(buffers[buffer], 0, to, at, length);
    }

    @Override
    public void copy(int buffer, int from, ByteBuffer to, int length) {
        check(buffer);
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
