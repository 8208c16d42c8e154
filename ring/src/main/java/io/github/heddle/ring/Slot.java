package io.github.heddle.ring;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The meeting place of one caller and the reaper: what to do, what came of it, and who waits.
 *
 * <p>A caller takes a slot for one read and runs it in <em>steps</em>. A step is a few operations that are submitted
 * together and answered together. Between steps the slot is the caller's, during a step the reaper's:
 *
 * <pre>
 *   HELD      --submit    caller-->            SUBMITTED
 *   SUBMITTED --answer    reaper-->            HELD        and the caller is unparked
 *   SUBMITTED --stop      closer, reaper-->    STOPPED     the engine is gone; the slot is never used again
 *   SUBMITTED --abandon   caller-->            ABANDONED   the caller is gone; the reaper closes and gives back
 *   HELD      --detach    caller-->            ABANDONED   the same, between steps
 * </pre>
 *
 * <p>Each transition out of SUBMITTED is one compare-and-set, so a caller is answered exactly once, whoever answers.
 * Everything else in here is plain data that the state guards (invariant I2): written before the transition that hands
 * the slot over, read after it was seen. The way from the caller to the reaper leads through the submission queue,
 * whose compare-and-set publishes it; the way back is {@link #answer}'s release and {@link #await}'s acquire.
 */
final class Slot {

    /** How many buffers one slot has at once: its own, and spare ones. */
    static final int MAX_BUFFERS = 8;

    /** Reads of one step. Small ones share a buffer. */
    static final int MAX_READS = 16;

    /** The reads, and room for more: before a first read come up to three operations, and behind the last one a probe. */
    static final int MAX_OPS = MAX_READS + 2;

    static final int NONE = -1;

    private static final int HELD = 0;
    private static final int SUBMITTED = 1;
    private static final int STOPPED = 2;
    private static final int ABANDONED = 3;

    private static final VarHandle STATE;
    private static final VarHandle HOLDERS;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            STATE = lookup.findVarHandle(Slot.class, "state", int.class);
            HOLDERS = lookup.findVarHandle(Slot.class, "holders", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final int index;

    /** The operations of the step, the first {@link #opCount} of them. */
    final Op[] ops = new Op[MAX_OPS];

    int opCount;

    /** The descriptor of the directory that the path is relative to. */
    int directory;

    /** Counts steps, so that a completion of an earlier one is recognised. */
    int generation;

    /** What the slot is used for now: it judges a finished step, on the reaper. */
    @Nullable Request request;

    /** What the reaper found at the end of the last step. */
    Request.@Nullable Verdict verdict;

    /** Whether the slot's direct descriptor is open and nobody has set out to close it. */
    boolean descriptorOpen;

    /** A descriptor of the process that was opened for the slot and that nobody has taken, or {@link #NONE}. */
    int openedDescriptor = NONE;

    /** Whether the caller has given up at the end of its patience. */
    boolean givenUp;

    /** When the request was made, or its step was, by {@link System#nanoTime}. */
    long submittedNanos;

    /** What the request's steps have spent in line, and in the kernel. */
    long queuedNanos;

    long inKernelNanos;

    /** For {@link #underWay}: what is read, and since when. Written before the state, and read without it. */
    @Nullable Object what;

    long takenNanos;

    /** Buffers beyond the slot's own, for large files. */
    final int[] spares = new int[MAX_BUFFERS - 1];

    int spareCount;

    /** The link of {@link SubmissionQueue}, and after that of nobody. */
    @Nullable Slot next;

    /** Who is unparked. Written before the step is submitted. */
    private @Nullable Thread waiter;

    private int state = HELD;

    /** The parties that keep the slot from the pool: its caller, and the close of its descriptor. */
    private int holders = 1;

    // The reaper's own, never read by anyone else.

    /** One bit for each operation whose completion is still to come. */
    int outstanding;

    /** The generation in flight. {@link #generation} may already be the caller's next. */
    int generationInFlight;

    /** When the step was handed to the kernel. */
    long preparedNanos;

    /** The operation that a cancellation is tried on next; whether one is on its way; whether one must follow it. */
    int cancelNext;

    boolean cancelling;
    boolean cancelAgain;

    Slot(int index) {
        this.index = index;
        for (int i = 0; i < ops.length; i++) {
            ops[i] = new Op();
        }
    }

    private Slot() {
        this.index = -1;
    }

    /** {@return a slot that only marks something} */
    static Slot mark() {
        return new Slot();
    }

    // The caller's side.

    /** The slot comes out of the pool. */
    void take(Request request) {
        this.request = request;
        verdict = null;
        descriptorOpen = false;
        queuedNanos = 0;
        inKernelNanos = 0;
    }

    void beginStep() {
        opCount = 0;
        generation++;
    }

    Op addOp(Op.Kind kind, int flags) {
        Op op = ops[opCount++];
        op.kind = kind;
        op.flags = flags;
        op.descriptor = Op.OWN;
        op.buffer = -1;
        op.at = 0;
        op.length = 0;
        op.offset = 0;
        op.result = 0;
        return op;
    }

    /** At the end of a step. What is open is the file, or a directory that a look-up of this step or an earlier one found. */
    void learnDescriptor() {
        for (int i = 0; i < opCount && ops[i].kind.opensIntoSlot(); i++) {
            descriptorOpen |= ops[i].result == 0;
        }
    }

    /** The last operation links to nothing: a link would reach into the next slot's SQEs. */
    void endChain() {
        ops[opCount - 1].flags &= ~(Ring.LINK | Ring.HARDLINK);
    }

    /** Hands the step over. The caller offers the slot to the submission queue next, and then awaits it. */
    void submit() {
        waiter = Thread.currentThread();
        STATE.setRelease(this, SUBMITTED);
    }

    /** Parks until the step is answered or stopped. {@return false if the patience is over before that} */
    boolean await(Patience patience) {
        return Parking.until(this, () -> (int) STATE.getAcquire(this) != SUBMITTED, patience);
    }

    /** {@return whether the caller is out; false when the step was answered or stopped meanwhile} */
    boolean abandon() {
        return STATE.compareAndSet(this, SUBMITTED, ABANDONED);
    }

    /**
     * Leaves the slot, its descriptor still open, to the reaper. The caller offers it to the submission queue next, and
     * lets go of it only after that, so that no slot comes home while its caller may still strike the bell.
     */
    void detach() {
        addHolder();
        state = ABANDONED;
    }

    boolean isHeld() {
        return (int) STATE.getAcquire(this) == HELD;
    }

    // The reaper's side.

    /** Read before {@link #answer}, after which the slot may serve another caller, and after {@link #stop}. */
    @Nullable Thread waiter() {
        return waiter;
    }

    /** {@return whether the caller gets the answer; false when it was stopped or has left} */
    boolean answer() {
        return STATE.compareAndSet(this, SUBMITTED, HELD);
    }

    boolean isAbandoned() {
        return (int) STATE.getAcquire(this) == ABANDONED;
    }

    // Either side.

    /** Tells the caller that there will be no answer. {@return whether this call was the one that told it} */
    boolean stop() {
        return STATE.compareAndSet(this, SUBMITTED, STOPPED);
    }

    /** By the owner of the moment: one more party must let go before the slot is free. */
    void addHolder() {
        holders++;
    }

    /** {@return whether nobody holds the slot any more: who hears true gives it back} */
    boolean letGo() {
        return (int) HOLDERS.getAndAdd(this, -1) == 1;
    }

    /** {@return what is waited for, or was left to the kernel, roughly: for a diagnosis; null if it is neither} */
    @Nullable UnderWay underWay() {
        int before = (int) STATE.getAcquire(this);
        Object object = what;
        Thread caller = waiter;
        boolean left = before == ABANDONED && givenUp;
        UnderWay found = object == null || (before != SUBMITTED && !left)
                ? null
                : new UnderWay(
                        object,
                        left ? UnderWay.Where.GIVEN_UP : UnderWay.Where.IN_KERNEL,
                        takenNanos,
                        left ? null : caller);
        VarHandle.loadLoadFence();
        return (int) STATE.getAcquire(this) == before ? found : null;
    }

    /** Back in the pool. */
    void reset() {
        state = HELD;
        holders = 1;
        request = null;
        what = null;
        waiter = null;
        givenUp = false;
    }

    /** For messages. A thread dump names only the class of what a caller parks on. */
    @Override
    public String toString() {
        return "Slot " + index + ", generation " + generation;
    }
}
