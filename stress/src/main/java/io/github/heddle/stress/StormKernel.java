package io.github.heddle.stress;

import io.github.heddle.ring.Bell;
import io.github.heddle.ring.Engine;
import io.github.heddle.ring.Ring;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A ring whose kernel is a thread, the {@link StormDevice}: it answers in any order, singly or many at once, early or
 * late, as its {@link Temper} has it. Some it answers within the submission, before their callers can have parked. It
 * has no pipes, no descriptors of the process, and no errors but those of a cancellation.
 *
 * <p>All here is the reaper's but the bell. It sleeps in a park, and looks at both that may have woken it after that.
 */
final class StormKernel implements Ring {

    private final StormMemory memory;
    private final StormDevice device;
    private final Temper temper;
    private final SplittableRandom random;
    private final Consumer<String> wrong;

    private final List<StormChain> prepared = new ArrayList<>();
    private @Nullable StormChain linking;
    private int unsubmitted;
    private long bellUserData;
    private boolean bellArmed;

    private final AtomicBoolean struck = new AtomicBoolean();
    private final Bell bell = new StormBell();
    private volatile @Nullable Thread owner;
    private volatile boolean bellClosed;

    StormKernel(StormMemory memory, StormDevice device, Temper temper, long seed, Consumer<String> wrong) {
        this.memory = memory;
        this.device = device;
        this.temper = temper;
        this.wrong = wrong;
        random = new SplittableRandom(seed);
    }

    Bell bell() {
        return bell;
    }

    @Override
    public void enable() {
        owner = Thread.currentThread();
        device.start(Thread.currentThread());
    }

    @Override
    public int freeSqes() {
        return Engine.leastSubmissionEntries();
    }

    @Override
    public int unsubmitted() {
        return unsubmitted;
    }

    private void prepare(int slot, StormChain.Operation operation) {
        StormChain chain = linking;
        if (chain == null) {
            boolean own = slot != StormChain.NO_SLOT;
            chain = new StormChain(
                    slot,
                    own ? memory.waiter(slot) : null,
                    temper.next(random),
                    System.nanoTime() + random.nextInt(Temper.LATE_NANOS));
            if (own) {
                device.expect(slot);
            }
        }
        chain.operations.add(operation);
        unsubmitted++;
        if (operation.isLinked()) {
            linking = chain;
        } else {
            linking = null;
            prepared.add(chain);
        }
    }

    @Override
    public void prepareLookUp(long userData, int flags, int slot, int directory) {
        prepare(slot, new StormChain.Operation(StormChain.Kind.LOOK_UP, userData, flags));
    }

    @Override
    public void prepareOpen(long userData, int flags, int slot, int directory) {
        prepare(slot, new StormChain.Operation(StormChain.Kind.OPEN, userData, flags));
    }

    @Override
    public void prepareRead(long userData, int flags, int slot, int buffer, int length, long offset) {
        memory.lend(buffer);
        prepare(slot, new StormChain.Operation(StormChain.Kind.READ, userData, flags, buffer, length, offset, 0));
    }

    @Override
    public void prepareProbe(long userData, int flags, int slot, long offset) {
        prepare(slot, new StormChain.Operation(StormChain.Kind.PROBE, userData, flags, 0, 1, offset, 0));
    }

    @Override
    public void prepareSeekCheck(long userData, int flags, int slot) {
        prepare(slot, new StormChain.Operation(StormChain.Kind.SEEK_CHECK, userData, flags));
    }

    @Override
    public void prepareClose(long userData, int slot) {
        unsubmitted++;
        device.close(slot);
    }

    @Override
    public void prepareOpenDescriptor(long userData, int flags, int slot, int directory) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void prepareDescriptorRead(
            long userData, int flags, int descriptor, int buffer, int at, int length, long offset) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void prepareCloseDescriptor(long userData, int descriptor) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void prepareCancel(long userData, long target) {
        prepare(
                StormChain.NO_SLOT,
                new StormChain.Operation(StormChain.Kind.CANCEL, userData, 0, 0, 0, 0, target));
    }

    @Override
    public void prepareCancelAll(long userData) {
        prepare(StormChain.NO_SLOT, new StormChain.Operation(StormChain.Kind.CANCEL_ALL, userData, 0));
    }

    @Override
    public void prepareBell(long userData) {
        bellUserData = userData;
        bellArmed = true;
        unsubmitted++;
    }

    @Override
    public int submitAndWait(int completions) {
        int count = unsubmitted;
        unsubmitted = 0;
        for (StormChain chain : prepared) {
            if (chain.when == Temper.When.AT_ONCE && !chain.isCancellation() && device.mayAnswer()) {
                device.answer(chain);
            } else {
                device.accept(chain);
            }
        }
        if (!prepared.isEmpty()) {
            prepared.clear();
            device.wake();
        }
        while (completions > 0 && !device.hasCompletions() && !struck.get()) {
            LockSupport.park(this);
        }
        return count;
    }

    @Override
    public void pause() {
        Thread.onSpinWait();
    }

    @Override
    public void reap(Completions completions) {
        device.reap(completions);
        if (bellArmed && struck.getAndSet(false)) {
            bellArmed = false;
            completions.complete(bellUserData, Long.BYTES);
        }
    }

    @Override
    public void close() {
        device.end();
    }

    /** Of any thread. */
    private final class StormBell implements Bell {

        @Override
        public void strike() {
            if (bellClosed) {
                wrong.accept("the bell was struck after it was closed");
            }
            struck.set(true);
            LockSupport.unpark(owner);
        }

        @Override
        public void close() {
            bellClosed = true;
        }
    }
}
