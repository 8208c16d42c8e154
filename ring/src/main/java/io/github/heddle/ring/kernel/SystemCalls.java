package io.github.heddle.ring.kernel;

import io.github.heddle.ring.RingFailure;
import io.github.heddle.ring.liburing.Linux;
import io.github.heddle.ring.liburing.io_cqring_offsets;
import io.github.heddle.ring.liburing.io_sqring_offsets;
import io.github.heddle.ring.liburing.io_uring_cqe;
import io.github.heddle.ring.liburing.io_uring_params;
import io.github.heddle.ring.liburing.io_uring_sqe;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/** The calls made directly: for machines without liburing. */
final class SystemCalls implements RingCalls {

    private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();

    private final int fd;
    private final MemorySegment queues;
    private final MemorySegment entries;
    private final RingMemory memory;
    private final MemorySegment callState;

    private SystemCalls(
            int fd, MemorySegment queues, MemorySegment entries, RingMemory memory, MemorySegment callState) {
        this.fd = fd;
        this.queues = queues;
        this.entries = entries;
        this.memory = memory;
        this.callState = callState;
    }

    /** @throws RingFailure if the kernel refuses */
    static SystemCalls open(int sqEntries, MemorySegment params, Arena arena) {
        MemorySegment callState = Libc.newCallState(arena);
        int fd = (int) Libc.syscall(
                callState, Linux.SYS_io_uring_setup(), sqEntries, params.address(), 0, 0, 0, 0);
        if (fd < 0) {
            throw new RingFailure("io_uring_setup", -fd);
        }
        MemorySegment sq = io_uring_params.sq_off(params);
        MemorySegment cq = io_uring_params.cq_off(params);
        int sqes = io_uring_params.sq_entries(params);
        int cqes = io_uring_params.cq_entries(params);
        long cqesBytes = cqes * io_uring_cqe.sizeof();
        // Both queues are in one mapping on every kernel that has the flags that the ring is made with.
        long queueBytes = Math.max(
                io_sqring_offsets.array(sq) + (long) sqes * Integer.BYTES, io_cqring_offsets.cqes(cq) + cqesBytes);
        long entryBytes = sqes * io_uring_sqe.sizeof();
        int flags = Linux.MAP_SHARED() | Linux.MAP_POPULATE();
        MemorySegment queues = null;
        MemorySegment entries;
        try {
            queues = Libc.map("the queues", queueBytes, flags, fd, Linux.IORING_OFF_SQ_RING());
            entries = Libc.map("the SQEs", entryBytes, flags, fd, Linux.IORING_OFF_SQES());
        } catch (RingFailure e) {
            if (queues != null) {
                Libc.unmap(queues);
            }
            Libc.close(fd);
            throw e;
        }
        RingMemory memory = new RingMemory(
                queues.asSlice(io_sqring_offsets.head(sq), Integer.BYTES),
                queues.asSlice(io_sqring_offsets.tail(sq), Integer.BYTES),
                queues.asSlice(io_sqring_offsets.array(sq), (long) sqes * Integer.BYTES),
                entries,
                sqes,
                queues.asSlice(io_cqring_offsets.head(cq), Integer.BYTES),
                queues.asSlice(io_cqring_offsets.tail(cq), Integer.BYTES),
                queues.asSlice(io_cqring_offsets.cqes(cq), cqesBytes),
                cqes);
        return new SystemCalls(fd, queues, entries, memory, callState);
    }

    @Override
    public RingMemory memory() {
        return memory;
    }

    @Override
    public int submitAndWait(int tail, int completions) {
        int toSubmit = tail - (int) INT.getAcquire(memory.sqHead(), 0L);
        INT.setRelease(memory.sqTail(), 0L, tail);
        return (int) Libc.syscall(
                callState,
                Linux.SYS_io_uring_enter(),
                fd,
                toSubmit,
                completions,
                Linux.IORING_ENTER_GETEVENTS(),
                0,
                0);
    }

    @Override
    public int register(int opcode, MemorySegment argument, int count) {
        return (int) Libc.syscall(
                callState, Linux.SYS_io_uring_register(), fd, opcode, argument.address(), count, 0, 0);
    }

    @Override
    public void exit() {
        Libc.unmap(entries);
        Libc.unmap(queues);
        Libc.close(fd);
    }
}
