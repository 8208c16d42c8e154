package io.github.heddle.ring;

import java.nio.ByteBuffer;

/**
 * Reads once from where an open file stands, what is there: of a pipe, whose bytes have no offsets and come when they
 * are written. Waits until there is one, or no writer is left.
 */
final class PipeRead extends Request {

    private final Memory memory;
    private final Descriptor descriptor;
    private final ByteBuffer to;

    private boolean disturbed;
    private int count;

    PipeRead(Slot slot, Memory memory, Descriptor descriptor, ByteBuffer to) {
        super(slot);
        this.memory = memory;
        this.descriptor = descriptor;
        this.to = to;
        hold(descriptor);
    }

    @Override
    void planFirstStep() {
        slot.beginStep();
        Op op = slot.addOp(Op.Kind.READ, disturbed ? Ring.ASYNC : 0);
        op.descriptor = descriptor.number();
        op.buffer = slot.index;
        op.length = Math.min(to.remaining(), memory.bufferBytes());
        op.offset = Ring.CURRENT_POSITION;
    }

    @Override
    boolean advance() throws ErrnoException {
        return switch (slot.verdict) {
            case END -> {
                count = slot.ops[0].result;
                memory.copy(slot.index, 0, to, count);
                yield false;
            }
            case MORE, REOPEN -> {
                planFirstStep();
                yield true;
            }
            case FAILED -> throw failure(0);
            case null -> throw new IllegalStateException("the step was not judged");
        };
    }

    /** {@return how many bytes; 0 at the end} */
    int count() {
        return count;
    }

    /** Whether bytes came before this read, only the caller knows. */
    @Override
    boolean isRestartable() {
        return false;
    }

    @Override
    Verdict judge() {
        int result = slot.ops[0].result;
        disturbed = isDisturbed(result);
        if (disturbed) {
            return Verdict.MORE;
        }
        return result >= 0 ? Verdict.END : failed(0);
    }
}
