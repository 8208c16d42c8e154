package io.github.heddle.ring.kernel;

import io.github.heddle.ring.Memory;
import io.github.heddle.ring.liburing.Linux;
import io.github.heddle.ring.liburing.open_how;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;

/**
 * One anonymous mapping: first a control block for each slot, then the buffers.
 *
 * <p>It is mapped and not allocated so that memory which no read has touched yet costs nothing, and because only
 * {@link #free} may ever unmap it: an arena would, at a time of its own, with the kernel still writing.
 */
final class KernelMemory implements Memory {

    // A control block: how to open, how to look up, the probe byte, the path with its NUL.
    private static final long HOW = 0;
    private static final long LOOK_UP_HOW = 24;
    private static final long PROBE = 48;
    private static final long PATH = 56;
    private static final long CONTROL_BYTES = 4352;

    private static final int PAGE_BYTES = 4096;

    private final MemorySegment memory;
    private final int bufferCount;
    private final int bufferBytes;
    private final long firstBuffer;

    KernelMemory(int slots, int bufferCount, int bufferBytes) {
        this.bufferCount = bufferCount;
        this.bufferBytes = bufferBytes;
        firstBuffer = (slots * CONTROL_BYTES + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
        long bytes = firstBuffer + (long) bufferCount * bufferBytes;
        memory = Libc.map("buffers", bytes, Libc.MAP_PRIVATE | Libc.MAP_ANONYMOUS, -1, 0);
    }

    @Override
    public int bufferCount() {
        return bufferCount;
    }

    @Override
    public int bufferBytes() {
        return bufferBytes;
    }

    @Override
    public void path(int slot, byte[] path, int resolve, Opening opening) {
        if (path.length > MAX_PATH_BYTES) {
            throw new IllegalArgumentException("a path of " + path.length + " bytes");
        }
        MemorySegment how = memory.asSlice(slot * CONTROL_BYTES + HOW, open_how.sizeof());
        open_how.flags(how, switch (opening) {
            case DIRECT -> Linux.O_RDONLY(); // the kernel refuses O_CLOEXEC
            case DESCRIPTOR -> Linux.O_RDONLY() | Linux.O_CLOEXEC();
            case PLACE -> PathCalls.O_PATH | Linux.O_CLOEXEC();
            case LINK_PLACE -> PathCalls.O_PATH | PathCalls.O_NOFOLLOW | Linux.O_CLOEXEC();
        });
        open_how.mode(how, 0);
        open_how.resolve(how, resolve);
        MemorySegment lookUp = memory.asSlice(slot * CONTROL_BYTES + LOOK_UP_HOW, open_how.sizeof());
        open_how.flags(lookUp, PathCalls.O_PATH | PathCalls.O_DIRECTORY);
        open_how.mode(lookUp, 0);
        open_how.resolve(lookUp, resolve);
        long at = slot * CONTROL_BYTES + PATH;
        MemorySegment.copy(path, 0, memory, ValueLayout.JAVA_BYTE, at, path.length);
        memory.set(ValueLayout.JAVA_BYTE, at + path.length, (byte) 0);
    }

    @Override
    public void copy(int buffer, byte[] to, int at, int length) {
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, firstBuffer + (long) buffer * bufferBytes, to, at, length);
    }

    @Override
    public void copy(int buffer, int from, ByteBuffer to, int length) {
        MemorySegment.copy(
                memory, firstBuffer + (long) buffer * bufferBytes + from, MemorySegment.ofBuffer(to), 0, length);
        to.position(to.position() + length);
    }

    @Override
    public byte probe(int slot) {
        return memory.get(ValueLayout.JAVA_BYTE, slot * CONTROL_BYTES + PROBE);
    }

    @Override
    public void free() {
        Libc.unmap(memory);
    }

    long howAddress(int slot) {
        return memory.address() + slot * CONTROL_BYTES + HOW;
    }

    long lookUpHowAddress(int slot) {
        return memory.address() + slot * CONTROL_BYTES + LOOK_UP_HOW;
    }

    long pathAddress(int slot) {
        return memory.address() + slot * CONTROL_BYTES + PATH;
    }

    long probeAddress(int slot) {
        return memory.address() + slot * CONTROL_BYTES + PROBE;
    }

    long bufferAddress(int buffer) {
        return memory.address() + firstBuffer + (long) buffer * bufferBytes;
    }
}
