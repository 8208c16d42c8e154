package io.github.heddle.ring.kernel;

import io.github.heddle.ring.Ring;
import io.github.heddle.ring.RingFailure;
import io.github.heddle.ring.liburing.Linux;
import io.github.heddle.ring.liburing.io_uring_cqe;
import io.github.heddle.ring.liburing.io_uring_sqe;
import io.github.heddle.ring.liburing.open_how;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * A real io_uring: writes SQEs and reads CQEs in the memory shared with the kernel.
 *
 * <p>Each queue has one writer a side, so each of the four indices needs one barrier:
 *
 * <pre>
 *   SQEs   written here, then the tail released (by the {@link RingCalls}); the kernel acquires it
 *   SQ     the head is acquired before an entry is written again: the kernel has read the old one
 *   CQEs   the tail is acquired, then the CQEs are read
 *   CQ     the head is released after they are read: the kernel may overwrite them
 * </pre>
 *
 * <p>The tail of the SQ and the head of the CQ are only ever written by this thread, so reading them back needs none.
 */
final class KernelRing implements Ring {

    private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();

    private static final int CANCEL_ALL = Linux.IORING_ASYNC_CANCEL_ALL() | Linux.IORING_ASYNC_CANCEL_ANY();

    /** The advice that changes nothing. */
    private static final int POSIX_FADV_NORMAL = 0;

    private static final long CQE_BYTES = io_uring_cqe.sizeof();
    private static final long USER_DATA = io_uring_cqe.user_data$offset();
    private static final long RESULT = io_uring_cqe.res$offset();

    private static final long PAUSE_NANOS = 1_000_000;

    private final RingCalls calls;
    private final KernelMemory buffers;
    private final EventBell bell;

    private final RingMemory memory;
    private final MemorySegment[] sqes;
    private final MemorySegment cqes;
    private final int sqMask;
    private final int cqMask;

    private int sqTail;
    private int cqHead;

    KernelRing(RingCalls calls, KernelMemory buffers, EventBell bell) {
        this.calls = calls;
        this.buffers = buffers;
        this.bell = bell;
        memory = calls.memory();
        sqMask = memory.sqEntries() - 1;
        cqMask = memory.cqEntries() - 1;
        cqes = memory.cqes();
        sqes = new MemorySegment[memory.sqEntries()];
        for (int i = 0; i < sqes.length; i++) {
            sqes[i] = memory.sqes().asSlice(i * io_uring_sqe.sizeof(), io_uring_sqe.sizeof());
            // Entries are taken in the order in which they are written.
            memory.sqArray().setAtIndex(ValueLayout.JAVA_INT, i, i);
        }
        sqTail = memory.sqTail().get(ValueLayout.JAVA_INT, 0);
        cqHead = memory.cqHead().get(ValueLayout.JAVA_INT, 0);
    }

    @Override
    public void enable() {
        int result = calls.register(Linux.IORING_REGISTER_ENABLE_RINGS(), MemorySegment.NULL, 0);
        if (result < 0) {
            throw new RingFailure("io_uring_register", -result);
        }
    }

    @Override
    public int freeSqes() {
        return sqes.length - unsubmitted();
    }

    @Override
    public int unsubmitted() {
        return sqTail - (int) INT.getAcquire(memory.sqHead(), 0L);
    }

    @Override
    public void prepareLookUp(long userData, int flags, int slot, int directory) {
        MemorySegment sqe = open(userData, flags, slot, directory, buffers.lookUpHowAddress(slot));
        io_uring_sqe.file_index(sqe, slot + 1);
    }

    @Override
    public void prepareOpen(long userData, int flags, int slot, int directory) {
        MemorySegment sqe = open(userData, flags, slot, directory, buffers.howAddress(slot));
        io_uring_sqe.file_index(sqe, slot + 1);
    }

    @Override
    public void prepareOpenDescriptor(long userData, int flags, int slot, int directory) {
        open(userData, flags, slot, directory, buffers.howAddress(slot));
    }

    private MemorySegment open(long userData, int flags, int slot, int directory, long how) {
        MemorySegment sqe = next(Linux.IORING_OP_OPENAT2(), userData, flags);
        io_uring_sqe.fd(sqe, directory);
        io_uring_sqe.addr(sqe, buffers.pathAddress(slot));
        io_uring_sqe.addr2(sqe, how);
        io_uring_sqe.len(sqe, (int) open_how.sizeof());
        return sqe;
    }

    @Override
    public void prepareDescriptorRead(
            long userData, int flags, int descriptor, int buffer, int at, int length, long offset) {
        read(userData, flags, descriptor, buffers.bufferAddress(buffer) + at, length, offset);
    }

    @Override
    public void prepareRead(long userData, int flags, int slot, int buffer, int length, long offset) {
        read(userData, flags | Linux.IOSQE_FIXED_FILE(), slot, buffers.bufferAddress(buffer), length, offset);
    }

    @Override
    public void prepareProbe(long userData, int flags, int slot, long offset) {
        read(userData, flags | Linux.IOSQE_FIXED_FILE(), slot, buffers.probeAddress(slot), 1, offset);
    }

    @Override
    public void prepareBell(long userData) {
        read(userData, 0, bell.descriptor(), bell.address(), Long.BYTES, 0);
    }

    private void read(long userData, int flags, int descriptor, long address, int length, long offset) {
        MemorySegment sqe = next(Linux.IORING_OP_READ(), userData, flags);
        io_uring_sqe.fd(sqe, descriptor);
        io_uring_sqe.addr(sqe, address);
        io_uring_sqe.len(sqe, length);
        io_uring_sqe.off(sqe, offset);
    }

    @Override
    public void prepareSeekCheck(long userData, int flags, int slot) {
        MemorySegment sqe = next(Linux.IORING_OP_FADVISE(), userData, flags | Linux.IOSQE_FIXED_FILE());
        io_uring_sqe.fd(sqe, slot);
        io_uring_sqe.fadvise_advice(sqe, POSIX_FADV_NORMAL);
    }

    @Override
    public void prepareClose(long userData, int slot) {
        MemorySegment sqe = next(Linux.IORING_OP_CLOSE(), userData, SKIP_SUCCESS);
        io_uring_sqe.file_index(sqe, slot + 1);
    }

    @Override
    public void prepareCloseDescriptor(long userData, int descriptor) {
        MemorySegment sqe = next(Linux.IORING_OP_CLOSE(), userData, SKIP_SUCCESS);
        io_uring_sqe.fd(sqe, descriptor);
    }

    @Override
    public void prepareCancel(long userData, long target) {
        MemorySegment sqe = next(Linux.IORING_OP_ASYNC_CANCEL(), userData, 0);
        io_uring_sqe.fd(sqe, -1);
        io_uring_sqe.addr(sqe, target);
    }

    @Override
    public void prepareCancelAll(long userData) {
        MemorySegment sqe = next(Linux.IORING_OP_ASYNC_CANCEL(), userData, 0);
        io_uring_sqe.fd(sqe, -1);
        io_uring_sqe.cancel_flags(sqe, CANCEL_ALL);
    }

    private MemorySegment next(int opcode, long userData, int flags) {
        if (freeSqes() == 0) {
            throw new IllegalStateException("the submission queue is full");
        }
        MemorySegment sqe = sqes[sqTail++ & sqMask];
        sqe.fill((byte) 0);
        io_uring_sqe.opcode(sqe, (byte) opcode);
        io_uring_sqe.flags(sqe, (byte) flags);
        io_uring_sqe.user_data(sqe, userData);
        return sqe;
    }

    @Override
    public int submitAndWait(int completions) {
        return calls.submitAndWait(sqTail, completions);
    }

    @Override
    public void pause() {
        LockSupport.parkNanos(PAUSE_NANOS);
    }

    @Override
    public void reap(Completions completions) {
        int tail = (int) INT.getAcquire(memory.cqTail(), 0L);
        while (cqHead != tail) {
            long cqe = (cqHead & cqMask) * CQE_BYTES;
            long userData = cqes.get(ValueLayout.JAVA_LONG, cqe + USER_DATA);
            int result = cqes.get(ValueLayout.JAVA_INT, cqe + RESULT);
            cqHead++;
            completions.complete(userData, result);
        }
        INT.setRelease(memory.cqHead(), 0L, cqHead);
    }

    @Override
    public void close() {
        calls.exit();
    }
}
