package io.github.heddle.ring;

import java.util.List;

/**
 * Reads parts of a file that is open already, and has offsets, by a descriptor of the process.
 *
 * <p>The reads of a step are in flight side by side: the parts in their order, each cut into pieces of a buffer. Small
 * pieces share one; otherwise a slot that finds no spare buffer would have a single small read in flight. A part is done
 * when it is full, or when a read of it returns 0: a short read is not the end, and what was read behind it in the same
 * step is read again, for it may not follow.
 */
final class DescriptorRead extends Request {

    /** As a count: the operation's bytes are read again. */
    private static final int DROPPED = -1;

    private final Memory memory;
    private final FreeList spareBuffers;
    private final Descriptor descriptor;
    private final List<Part> parts;

    /** What the parts have, of what they want, and whether the file has proven to end there. */
    private final int[] filled;

    private final boolean[] ended;

    /** The first part that is not done. */
    private int first;

    /** The part of each operation of the step. */
    private final int[] partOf = new int[Slot.MAX_OPS];

    /** How many bytes of each operation count. Found by {@link #judge}, for {@link #advance}. */
    private final int[] gained = new int[Slot.MAX_OPS];

    private boolean disturbed;
    private long failedAt;

    DescriptorRead(Slot slot, Memory memory, FreeList spareBuffers, Descriptor descriptor, List<Part> parts) {
        super(slot);
        this.memory = memory;
        this.spareBuffers = spareBuffers;
        this.descriptor = descriptor;
        this.parts = parts;
        filled = new int[parts.size()];
        ended = new boolean[parts.size()];
        skipDone();
        hold(descriptor);
    }

    boolean isDone() {
        return first == parts.size();
    }

    /** {@return for each part how many bytes it got; -1 where it wanted some and lies at the end or behind it} */
    int[] counts() {
        int[] counts = filled.clone();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 0 && ended[i]) {
                counts[i] = -1;
            }
        }
        return counts;
    }

    @Override
    void planFirstStep() {
        planStep();
    }

    private void planStep() {
        slot.beginStep();
        int flags = disturbed ? Ring.ASYNC : 0;
        int buffer = slot.index;
        int buffers = 1;
        int used = 0;
        for (int i = first; i < parts.size() && slot.opCount < Slot.MAX_READS; i++) {
            long wanted = wanted(i);
            for (long done = 0; done < wanted && slot.opCount < Slot.MAX_READS; ) {
                int length = (int) Math.min(memory.bufferBytes(), wanted - done);
                if (used + length > memory.bufferBytes()) {
                    buffer = spare(buffers++);
                    used = 0;
                    if (buffer < 0) {
                        return;
                    }
                }
                partOf[slot.opCount] = i;
                Op op = slot.addOp(Op.Kind.READ, flags);
                op.descriptor = descriptor.number();
                op.buffer = buffer;
                op.at = used;
                op.length = length;
                op.offset = parts.get(i).offset() + filled[i] + done;
                used += length;
                done += length;
            }
        }
    }

    /** Takes spare buffers as far as there are any, and never waits for one: the slot's own is always enough. */
    private int spare(int number) {
        if (number > slot.spares.length) {
            return FreeList.NONE;
        }
        if (number > slot.spareCount) {
            int buffer = spareBuffers.pop();
            if (buffer < 0) {
                return buffer;
            }
            slot.spares[slot.spareCount++] = buffer;
        }
        return slot.spares[number - 1];
    }

    /** What a part still wants; nothing when it is done. An offset beyond all offsets is behind the end of any file. */
    private long wanted(int part) {
        if (ended[part]) {
            return 0;
        }
        long position = parts.get(part).offset() + filled[part];
        return Math.min(parts.get(part).to().remaining(), Long.MAX_VALUE - position);
    }

    @Override
    boolean advance() throws ErrnoException {
        if (slot.verdict == Verdict.FAILED) {
            throw failure(failedAt);
        }
        for (int i = 0; i < slot.opCount; i++) {
            int count = gained[i];
            int part = partOf[i];
            if (count > 0) {
                memory.copy(slot.ops[i].buffer, slot.ops[i].at, parts.get(part).to(), count);
                filled[part] += count;
            } else if (count == 0) {
                ended[part] = true;
            }
        }
        skipDone();
        if (isDone()) {
            return false;
        }
        planStep();
        return true;
    }

    private void skipDone() {
        while (first < parts.size() && wanted(first) == 0) {
            if (parts.get(first).to().hasRemaining()) {
                ended[first] = true;
            }
            first++;
        }
    }

    @Override
    boolean isRestartable() {
        return true;
    }

    @Override
    Verdict judge() {
        disturbed = false;
        int brokenPart = -1;
        for (int i = 0; i < slot.opCount; i++) {
            Op op = slot.ops[i];
            int part = partOf[i];
            if (part == brokenPart) {
                gained[i] = DROPPED;
                continue;
            }
            boolean again = isDisturbed(op.result);
            if (op.result < 0 && !again) {
                failedAt = op.offset;
                return failed(i);
            }
            disturbed |= again;
            gained[i] = again ? DROPPED : op.result;
            if (again || op.result < op.length) {
                brokenPart = part;
            }
        }
        return Verdict.MORE;
    }
}
