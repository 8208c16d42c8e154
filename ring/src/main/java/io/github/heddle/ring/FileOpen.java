package io.github.heddle.ring;

/**
 * Opens a path into the process's table of descriptors.
 *
 * <p>The descriptor is the slot's until the caller takes it: a caller that has left cannot, and then the reaper closes
 * it, also when the open has succeeded in spite of its cancellation.
 */
final class FileOpen extends Request {

    private int descriptor = -1;

    FileOpen(Slot slot) {
        super(slot);
    }

    @Override
    void planFirstStep() {
        slot.beginStep();
        slot.addOp(Op.Kind.OPEN_DESCRIPTOR, 0);
    }

    @Override
    boolean advance() throws ErrnoException {
        return switch (slot.verdict) {
            case END -> {
                descriptor = slot.ops[0].result;
                slot.openedDescriptor = Slot.NONE;
                yield false;
            }
            case FAILED -> throw failure(0);
            case REOPEN, MORE -> {
                planFirstStep();
                yield true;
            }
            case null -> throw new IllegalStateException("the step was not judged");
        };
    }

    int descriptor() {
        return descriptor;
    }

    @Override
    boolean isRestartable() {
        return true;
    }

    @Override
    Verdict judge() {
        int result = slot.ops[0].result;
        if (result >= 0) {
            slot.openedDescriptor = result;
            return Verdict.END;
        }
        return Errno.isInterruption(-result) ? Verdict.REOPEN : failed(0);
    }
}
