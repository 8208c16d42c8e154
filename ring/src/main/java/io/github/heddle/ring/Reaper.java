package io.github.heddle.ring;

import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The one thread that owns the ring. Turns slots into SQEs, CQEs into results, and wakes the callers.
 *
 * <p>A {@link #turn} drains the submission queue, writes the SQEs, submits them all with one call that also waits,
 * reaps every completion there is, and only then draws the consequences: no caller runs, and no slot moves on, while
 * completions are being read.
 *
 * <p>A slot's step is over when its last completion has come (invariant I3). The descriptor is closed afterwards, in
 * the turn that follows, because only the results say whether the file is done with; the caller does not wait for it.
 * A descriptor number that is opened again before its close would lose the new file, and yet the slot is free as soon
 * as the close's SQE is written: the kernel carries closes out in the submission itself, in the order of the SQEs, and
 * an open that follows stands behind it. So a close needs no completion, and has none unless it fails.
 *
 * <p>The reaper waits in the kernel only when the queue has let it sleep, and there is always a bell read in flight
 * then, so an idle ring costs nothing and a new request costs one wake-up.
 */
final class Reaper implements Runnable {

    /** SQEs kept free for the bell and the cancellation. */
    static final int RESERVED_SQES = 2;

    /** As many steps must be in flight for a look-up to pay: alone, a caller only waits for one operation more. */
    private static final int LOOK_UP_FROM = 2;

    /** What the engine asks of its reaper beyond the queue. Each is told by a strike of the bell. */
    enum Order {
        WORK,
        /** Cancel what is in flight and what is still submitted. */
        CANCEL,
        /** Leave as soon as the kernel holds nothing. */
        FINISH,
        /** Leave now. */
        ABANDON
    }

    private final Ring ring;
    private final SubmissionQueue queue;
    private final Slot[] slots;
    private final Engine engine;

    // As large as they can get, and nothing else is allocated here: a full heap must not end the ring.
    private final ArrayDeque<Slot> toSubmit;
    private final ArrayDeque<Slot> toClose;
    private final ArrayDeque<Slot> toCancel;
    private final ArrayDeque<Slot> finished;
    private final Ring.Completions completions = this::complete;

    private boolean bellArmed;

    /** How many callers have given up, as far as their slots have been looked for. */
    private int givenUpSeen;

    /** Whether a cancellation covers all that has been submitted. */
    private boolean cancelled;

    /** The time of this turn, taken once for all its slots. */
    private long now;

    /** Steps that the kernel has not answered yet, and closes that are not prepared yet. */
    private int inFlight;

    private volatile Order order = Order.WORK;
    private volatile boolean hasSubmitted;
    private final AtomicInteger givenUp = new AtomicInteger();

    Reaper(Ring ring, SubmissionQueue queue, Slot[] slots, Engine engine) {
        this.ring = ring;
        this.queue = queue;
        this.slots = slots;
        this.engine = engine;
        toSubmit = new ArrayDeque<>(slots.length + 1);
        toClose = new ArrayDeque<>(slots.length + 1);
        toCancel = new ArrayDeque<>(slots.length + 1);
        finished = new ArrayDeque<>(slots.length + 1);
    }

    @Override
    public void run() {
        try {
            ring.enable();
            while (turn()) {
                // until there is nothing left to do, ever
            }
            ring.close();
        } catch (Throwable e) {
            engine.reaperDied(e);
        }
    }

    /** Any thread. The caller strikes the bell afterwards. */
    void order(Order order) {
        this.order = order;
    }

    /** Any thread, after it has abandoned its slot. The caller strikes the bell afterwards. */
    void cancelGivenUp() {
        givenUp.incrementAndGet();
    }

    /** {@return whether there will be another turn} */
    boolean turn() {
        Order current = order;
        boolean idle = inFlight == 0 && ring.unsubmitted() == 0;
        if (current == Order.ABANDON || (current == Order.FINISH && idle)) {
            return false;
        }
        collect();
        collectGivenUp();
        prepare(current);
        // Nothing would end the wait of a reaper that is about to leave.
        boolean leaving = current == Order.FINISH && inFlight == 0;
        boolean allPrepared = toSubmit.isEmpty() && toClose.isEmpty() && toCancel.isEmpty();
        boolean wait = allPrepared && !leaving && order == current && queue.sleep();
        submit(wait);
        ring.reap(completions);
        conclude();
        return true;
    }

    private void collect() {
        for (Slot slot = queue.drain(); slot != null; ) {
            Slot next = slot.next;
            slot.next = null;
            if (slot.isAbandoned()) {
                retire(slot);
            } else {
                toSubmit.add(slot);
                inFlight++;
            }
            slot = next;
        }
    }

    /** A caller that gives up wakes the reaper, and cannot say which slot it was: that may be queued at the time. */
    private void collectGivenUp() {
        int count = givenUp.get();
        if (count != givenUpSeen) {
            givenUpSeen = count;
            for (Slot slot : slots) {
                cancelIfGivenUp(slot);
            }
        }
    }

    private void cancelIfGivenUp(Slot slot) {
        if (slot.outstanding != 0 && !slot.cancelling && slot.isAbandoned()) {
            slot.cancelling = true;
            slot.cancelAgain = false;
            slot.cancelNext = 0;
            toCancel.add(slot);
        }
    }

    /** Writes as many SQEs as there is room for. A step goes in whole or waits, for its chain must not be split. */
    private void prepare(Order current) {
        if (!bellArmed) {
            ring.prepareBell(UserData.pack(0, 0, UserData.BELL));
            bellArmed = true;
        }
        while (!toClose.isEmpty() && ring.freeSqes() > RESERVED_SQES) {
            prepareClose(toClose.remove());
        }
        while (!toCancel.isEmpty() && ring.freeSqes() > RESERVED_SQES) {
            prepareCancel(toCancel.remove());
        }
        if (!toSubmit.isEmpty()) {
            now = System.nanoTime();
        }
        while (!toSubmit.isEmpty() && ring.freeSqes() >= toSubmit.element().opCount + RESERVED_SQES) {
            Slot slot = toSubmit.remove();
            if (slot.isAbandoned()) {
                inFlight--;
                retire(slot);
            } else {
                prepareStep(slot);
                cancelled = false;
            }
        }
        if (current == Order.CANCEL && !cancelled) {
            ring.prepareCancelAll(UserData.pack(0, 0, UserData.CANCEL));
            cancelled = true;
        }
    }

    private void prepareClose(Slot slot) {
        long userData = UserData.pack(slot.generationInFlight, slot.index, UserData.CLOSE);
        if (slot.openedDescriptor >= 0) {
            ring.prepareCloseDescriptor(userData, slot.openedDescriptor);
            slot.openedDescriptor = Slot.NONE;
        } else {
            ring.prepareClose(userData, slot.index);
        }
        inFlight--;
        engine.letGo(slot);
    }

    /**
     * Tries the step's operations one after the other until one is found: of a chain, which is mostly waiting for its
     * open, nobody knows how far it is.
     */
    private void prepareCancel(Slot slot) {
        if (slot.outstanding == 0) {
            slot.cancelling = false;
            return;
        }
        ring.prepareCancel(
                UserData.pack(slot.generationInFlight, slot.index, UserData.CANCEL_ONE),
                UserData.pack(slot.generationInFlight, slot.index, slot.cancelNext));
    }

    private void prepareStep(Slot slot) {
        slot.generationInFlight = slot.generation;
        slot.outstanding = 0;
        slot.preparedNanos = now;
        slot.queuedNanos += now - slot.submittedNanos;
        for (int i = 0; i < slot.opCount; i++) {
            Op op = slot.ops[i];
            long userData = UserData.pack(slot.generation, slot.index, i);
            switch (op.kind) {
                case LOOK_UP -> {
                    if (inFlight < LOOK_UP_FROM) {
                        op.result = -Errno.ENOTDIR; // as if it had found a file
                        continue;
                    }
                    ring.prepareLookUp(userData, op.flags, slot.index, slot.directory);
                }
                case OPEN -> ring.prepareOpen(userData, op.flags, slot.index, slot.directory);
                case OPEN_DESCRIPTOR -> ring.prepareOpenDescriptor(userData, op.flags, slot.index, slot.directory);
                case SEEK_CHECK -> ring.prepareSeekCheck(userData, op.flags, slot.index);
                case READ -> prepareRead(slot, op, userData);
                case PROBE -> ring.prepareProbe(userData, op.flags, slot.index, op.offset);
            }
            if ((op.flags & Ring.SKIP_SUCCESS) == 0) {
                slot.outstanding |= 1 << i;
            }
        }
    }

    private void prepareRead(Slot slot, Op op, long userData) {
        if (op.descriptor == Op.OWN) {
            ring.prepareRead(userData, op.flags, slot.index, op.buffer, op.length, op.offset);
        } else {
            ring.prepareDescriptorRead(userData, op.flags, op.descriptor, op.buffer, op.at, op.length, op.offset);
        }
    }

    private void submit(boolean wait) {
        int prepared = ring.unsubmitted();
        int submitted = ring.submitAndWait(wait ? 1 : 0);
        if (submitted == -Errno.EINTR) {
            return;
        }
        if (submitted >= 0) {
            hasSubmitted = true;
            if (submitted < prepared) {
                // Short of memory, the kernel may have stopped in the middle of a chain. Its open would end some time,
                // unseen, and put its file where by then another read expects its own.
                throw new RingFailure(
                        "io_uring_enter, which took " + submitted + " of " + prepared + " SQEs,", Errno.ENOMEM);
            }
            return;
        }
        if (submitted == -Errno.EAGAIN || submitted == -Errno.EBUSY || submitted == -Errno.ENOMEM) {
            // The kernel is out of requests or completions. Reaping gives some back; with nothing to reap, only time.
            ring.pause();
            return;
        }
        throw new RingFailure("io_uring_enter", -submitted);
    }

    private void complete(long userData, int result) {
        int op = UserData.op(userData);
        if (op == UserData.BELL) {
            bellArmed = false;
            return;
        }
        if (op == UserData.CANCEL) {
            return;
        }
        cancelled = false; // what was linked behind it starts only now
        Slot slot = slots[UserData.slot(userData)];
        if (op == UserData.CANCEL_ONE) {
            cancelNext(slot, UserData.generation(userData), result);
            return;
        }
        // A close speaks only when it fails, because there was nothing to close: no more is left to do. And a
        // completion of an earlier step, which no sane kernel makes, has nothing to say to this one.
        if (op != UserData.CLOSE && UserData.generation(userData) == slot.generationInFlight) {
            completeOp(slot, op, result);
        }
    }

    private void completeOp(Slot slot, int index, int result) {
        boolean expected = (slot.outstanding & 1 << index) != 0;
        boolean breaksChain = (slot.ops[index].flags & Ring.SKIP_SUCCESS) != 0 && slot.outstanding != 0;
        if (!expected && !breaksChain) {
            return; // answered twice
        }
        slot.ops[index].result = result;
        // A silent operation that speaks has failed, and what was linked behind it will never speak.
        slot.outstanding = breaksChain ? 0 : slot.outstanding & ~(1 << index);
        if (slot.outstanding == 0) {
            finished.add(slot);
        } else {
            slot.cancelAgain = true; // what was linked behind it starts only now
            cancelIfGivenUp(slot);
        }
    }

    private void cancelNext(Slot slot, int generation, int result) {
        boolean notFound = result == -Errno.ENOENT && generation == slot.generationInFlight;
        if (notFound && slot.outstanding != 0 && slot.cancelNext + 1 < slot.opCount) {
            slot.cancelNext++;
            toCancel.add(slot);
            return;
        }
        slot.cancelling = false;
        if (slot.cancelAgain || generation != slot.generationInFlight) {
            cancelIfGivenUp(slot);
        }
    }

    private void conclude() {
        if (!finished.isEmpty()) {
            now = System.nanoTime();
        }
        while (!finished.isEmpty()) {
            inFlight--;
            conclude(finished.remove());
        }
    }

    private void conclude(Slot slot) {
        Request request = slot.request;
        if (request == null) {
            throw new IllegalStateException(slot + " has no request");
        }
        slot.inKernelNanos += now - slot.preparedNanos;
        Request.Verdict verdict = request.judge();
        slot.verdict = verdict;
        slot.learnDescriptor();
        boolean over = verdict == Request.Verdict.END || verdict == Request.Verdict.FAILED;
        if (over && slot.descriptorOpen) {
            slot.addHolder();
            close(slot);
        }
        Thread waiter = slot.waiter();
        if (slot.answer()) {
            LockSupport.unpark(waiter);
        } else if (slot.isAbandoned()) {
            retire(slot);
        }
    }

    /** Does for a slot what its caller would have done, which has left. */
    private void retire(Slot slot) {
        if (slot.descriptorOpen || slot.openedDescriptor >= 0) {
            close(slot);
        } else {
            engine.letGo(slot);
        }
    }

    private void close(Slot slot) {
        slot.descriptorOpen = false;
        toClose.add(slot);
        inFlight++;
    }

    boolean hasSubmitted() {
        return hasSubmitted;
    }
}
