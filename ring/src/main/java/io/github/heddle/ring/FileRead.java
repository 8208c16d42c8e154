package io.github.heddle.ring;

import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * Reads a file by its path, all of it or a range.
 *
 * <p>The first step is a chain on the slot's direct descriptor. For a whole file it is look up → open → read → probe:
 * the read fills the slot's buffer, and the probe reads one byte more at the descriptor's own position. Only a read
 * that returns 0 proves the end of a file; a short one does not, and neither does the size that stat gives (it is 0
 * for files that the kernel makes up). So a small file is read and proven complete in one submission. For a range it
 * is look up → open → seek check → read at the offset.
 *
 * <p>The look-up is there for speed alone. A path whose directories and inode the kernel does not have in memory is
 * opened by one of its workers, which then needs the ring's lock to fill in the direct descriptor, and spins while the
 * reaper holds it. The look-up waits in the worker instead, for whatever has to be read, and takes no lock. The open
 * behind it finds all in memory and is carried out on the reaper, which has the lock. So a cold read of 4 KiB costs a
 * third less CPU ({@code demo/BENCHMARKS.md}). Its result means nothing: what stands in the look-up's way stands in
 * the open's, too.
 *
 * <p>What is larger goes on in further steps of several reads at explicit offsets. That is right only where offsets mean
 * something: on a pipe, reads side by side would take each other's bytes. A seek check answers that for the open
 * descriptor itself, whatever its path may name by now. It stands at the head of the second step, whose reads are still
 * a chain that a failed check cancels; from the third step on they are in flight side by side. The size is never more
 * than a hint how much to allocate and to ask for; the end is proven by a probe behind it.
 */
final class FileRead extends Request {

    /** As a length: to the end of the file. */
    static final long TO_END = Long.MAX_VALUE;

    private static final byte[] EMPTY = {};

    private final Memory memory;
    private final FreeList spareBuffers;
    private final LongSupplier sizeHint;
    private final long start;
    private final long length;

    private byte[] bytes = EMPTY;
    private int filled;

    /** Where the bytes ought to end, or negative while unknown. Asked for once, when the file proves to be large. */
    private long expectedEnd = -1;

    private boolean sizeAsked;

    // What judge found, for take.

    /** Bytes that count, from the step's reads in their order. */
    private int gained;

    /** Whether the probe's byte follows them. */
    private boolean probed;

    private boolean seekChecked;
    private boolean seekable;

    /** Whether an operation asked to be made again: then a worker makes it, and the reaper does not spin. */
    private boolean disturbed;

    FileRead(Slot slot, Memory memory, FreeList spareBuffers, long start, long length, LongSupplier sizeHint) {
        super(slot);
        this.memory = memory;
        this.spareBuffers = spareBuffers;
        this.start = start;
        this.length = length == TO_END ? TO_END : Math.clamp(Long.MAX_VALUE - 1 - start, 0, length);
        this.sizeHint = sizeHint;
    }

    // On the caller.

    @Override
    void planFirstStep() {
        slot.beginStep();
        slot.addOp(Op.Kind.LOOK_UP, Ring.HARDLINK | Ring.ASYNC);
        slot.addOp(Op.Kind.OPEN, Ring.LINK | Ring.SKIP_SUCCESS);
        if (length == TO_END) {
            addRead(slot.index, memory.bufferBytes(), Ring.CURRENT_POSITION, Ring.HARDLINK);
            slot.addOp(Op.Kind.PROBE, 0).offset = Ring.CURRENT_POSITION;
        } else {
            slot.addOp(Op.Kind.SEEK_CHECK, Ring.LINK | Ring.SKIP_SUCCESS);
            addRead(slot.index, (int) Math.min(memory.bufferBytes(), length), start, 0);
        }
    }

    @Override
    boolean advance() throws ErrnoException {
        switch (slot.verdict) {
            case REOPEN -> planFirstStep();
            case FAILED -> throw failure(start + filled + gained);
            case END -> {
                take(true);
                return false;
            }
            case MORE -> {
                take(false);
                planNextStep();
            }
            case null -> throw new IllegalStateException("the step was not judged");
        }
        return true;
    }

    byte[] bytes() {
        return bytes.length == filled ? bytes : Arrays.copyOf(bytes, filled);
    }

    private void take(boolean last) {
        int more = gained + (probed ? 1 : 0);
        reserve(more, last);
        int left = gained;
        for (int i = 0; i < slot.opCount && left > 0; i++) {
            Op op = slot.ops[i];
            if (op.kind == Op.Kind.READ) {
                int count = Math.min(op.result, left);
                memory.copy(op.buffer, bytes, filled, count);
                filled += count;
                left -= count;
            }
        }
        if (probed) {
            bytes[filled++] = memory.probe(slot.index);
        }
    }

    /** Makes room for so many more bytes: exactly so many at the end, else as many as the size promises. */
    private void reserve(int more, boolean last) {
        long needed = (long) filled + more;
        if (!last && !sizeAsked) {
            sizeAsked = true;
            long size = sizeHint.getAsLong();
            expectedEnd = length == TO_END || size < 0 ? size : Math.min(size, start + length);
            if (expectedEnd - start > needed) {
                grow(expectedEnd - start);
            }
        }
        if (needed > bytes.length) {
            grow(last ? needed : Math.max(needed, Math.min(2L * bytes.length, Memory.MAX_ARRAY_BYTES)));
        }
    }

    private void grow(long capacity) {
        if (capacity > Memory.MAX_ARRAY_BYTES) {
            throw new OutOfMemoryError("Required array size too large");
        }
        bytes = Arrays.copyOf(bytes, (int) capacity);
    }

    private void planNextStep() {
        slot.beginStep();
        int flags = disturbed ? Ring.ASYNC : 0;
        if (!seekChecked) {
            slot.addOp(Op.Kind.SEEK_CHECK, Ring.LINK | Ring.SKIP_SUCCESS);
            flags |= Ring.HARDLINK;
        }
        long position = start + filled;
        boolean pastExpectedEnd = expectedEnd >= 0 && position >= expectedEnd;
        long end = expectedEnd > position ? expectedEnd : length == TO_END ? TO_END : start + length;
        boolean inOrder = seekChecked && !seekable;
        int reads = inOrder || pastExpectedEnd ? 1 : buffersFor(end - position);
        for (int i = 0; i < reads && position < end; i++) {
            int buffer = i == 0 ? slot.index : slot.spares[i - 1];
            int count = (int) Math.min(memory.bufferBytes(), end - position);
            addRead(buffer, count, position, flags);
            position += count;
        }
        if (position == end && length == TO_END && !inOrder) {
            slot.addOp(Op.Kind.PROBE, flags).offset = end;
        }
        slot.endChain();
    }

    /** Takes spare buffers as far as there are any, and never waits for one: the slot's own is always enough. */
    private int buffersFor(long length) {
        long wanted = Math.min(Slot.MAX_BUFFERS, (length - 1) / memory.bufferBytes() + 1);
        while (1 + slot.spareCount < wanted) {
            int buffer = spareBuffers.pop();
            if (buffer < 0) {
                break;
            }
            slot.spares[slot.spareCount++] = buffer;
        }
        return (int) Math.min(wanted, 1 + slot.spareCount);
    }

    private void addRead(int buffer, int length, long offset, int flags) {
        Op op = slot.addOp(Op.Kind.READ, flags);
        op.buffer = buffer;
        op.length = length;
        op.offset = offset;
    }

    @Override
    boolean isRestartable() {
        return (filled == 0 && gained == 0) || (seekChecked && seekable);
    }

    // On the reaper.

    @Override
    Verdict judge() {
        gained = 0;
        probed = false;
        disturbed = false;
        for (int i = 0; i < slot.opCount; i++) {
            Op op = slot.ops[i];
            int result = op.result;
            boolean again = isDisturbed(result);
            switch (op.kind) {
                case LOOK_UP -> {} // whatever it met, the open meets again
                case OPEN -> {
                    if (result < 0) {
                        return Errno.isInterruption(-result) ? Verdict.REOPEN : failed(i);
                    }
                }
                case SEEK_CHECK -> {
                    seekChecked = true;
                    seekable = result == 0;
                    if (!seekable) {
                        // Its chain was cancelled: nothing has been read.
                        return length == TO_END && result != -Errno.ECANCELED ? Verdict.MORE : failed(i);
                    }
                }
                case READ -> {
                    if (result < 0 && !again) {
                        return failed(i);
                    }
                    disturbed |= again;
                    if (result == 0) {
                        return Verdict.END;
                    }
                    gained += Math.max(result, 0);
                    // What follows a short read was read at an offset that does not follow. Only a probe at the
                    // descriptor's own position continues where this read has stopped.
                    if (result < op.length && op.offset != Ring.CURRENT_POSITION) {
                        return endOrMore();
                    }
                }
                case PROBE -> {
                    if (result < 0 && !again) {
                        return failed(i);
                    }
                    disturbed |= again;
                    if (result == 0) {
                        return Verdict.END;
                    }
                    // At an explicit offset the byte is read again, with those behind it.
                    probed = result == 1 && op.offset == Ring.CURRENT_POSITION;
                }
                case OPEN_DESCRIPTOR -> throw new IllegalStateException("a read by path opens into its slot");
            }
        }
        return endOrMore();
    }

    private Verdict endOrMore() {
        return filled + (long) gained == length ? Verdict.END : Verdict.MORE;
    }
}
