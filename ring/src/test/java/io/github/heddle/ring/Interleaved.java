package io.github.heddle.ring;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A {@link FakeKernel} as the threads of a {@link Schedule} meet it: at each call another thread may come first, and
 * the call may fail with an Error. The reaper waits in it by parking.
 */
@SuppressWarnings("ThreadPriorityCheck") // a yield hands over to the schedule
final class Interleaved implements Ring, Memory, Bell {

    /** What may strike anywhere. */
    static final class InjectedError extends Error {

        private static final long serialVersionUID = 1L;

        InjectedError(String where) {
            super("for the simulation, in " + where);
        }
    }

    /** Of so many strikes of the bell by callers that may fail one does: few calls are as hard to make up for. */
    private static final int STRIKE_ERRORS = 5;

    private final FakeKernel kernel;
    private final Random random;

    /** How many more calls the reaper may make before an Error ends it, or -1. */
    private int reaperCalls;

    /** Of so many calls of a caller one fails, or 0. */
    private final int callerErrors;

    private final Set<Thread> victims = new HashSet<>();

    private @Nullable Thread reaper;
    private boolean reaperWaits;

    Interleaved(FakeKernel kernel, Random random, int reaperCalls, int callerErrors) {
        this.kernel = kernel;
        this.random = random;
        this.reaperCalls = reaperCalls;
        this.callerErrors = callerErrors;
    }

    /** Has the kernel go on for a bit. {@return whether it could} */
    boolean tick() {
        boolean ticked = kernel.tick();
        if (reaperWaits && kernel.hasCompletions()) {
            LockSupport.unpark(reaper);
        }
        return ticked;
    }

    /** {@return whether the reaper waits for completions that are not there} */
    boolean isReaperIdle() {
        return reaperWaits && !kernel.hasCompletions();
    }

    private void step(String call) {
        step(call, callerErrors);
    }

    private void step(String call, int oneOf) {
        if (random.nextInt(3) == 0) {
            Thread.yield();
        }
        if (Thread.currentThread() == reaper) {
            if (reaperCalls >= 0 && reaperCalls-- == 0) {
                throw anyError(call);
            }
        } else if (callerErrors > 0 && random.nextInt(oneOf) == 0 && victims.remove(Thread.currentThread())) {
            throw new InjectedError(call);
        }
    }

    /** Lets an Error strike this thread, once. */
    void expose(Thread caller) {
        victims.add(caller);
    }

    private Error anyError(String call) {
        return switch (random.nextInt(4)) {
            case 0 -> new OutOfMemoryError(call);
            case 1 -> new StackOverflowError(call);
            case 2 -> new LinkageError(call);
            default -> new InjectedError(call);
        };
    }

    // Ring

    @Override
    public void enable() {
        reaper = Thread.currentThread();
        step("enable");
        kernel.enable();
    }

    @Override
    public int freeSqes() {
        step("freeSqes");
        return kernel.freeSqes();
    }

    @Override
    public int unsubmitted() {
        step("unsubmitted");
        return kernel.unsubmitted();
    }

    @Override
    public void prepareLookUp(long userData, int flags, int slot, int directory) {
        step("prepareLookUp");
        kernel.prepareLookUp(userData, flags, slot, directory);
    }

    @Override
    public void prepareOpen(long userData, int flags, int slot, int directory) {
        step("prepareOpen");
        kernel.prepareOpen(userData, flags, slot, directory);
    }

    @Override
    public void prepareRead(long userData, int flags, int slot, int buffer, int length, long offset) {
        step("prepareRead");
        kernel.prepareRead(userData, flags, slot, buffer, length, offset);
    }

    @Override
    public void prepareOpenDescriptor(long userData, int flags, int slot, int directory) {
        step("prepareOpenDescriptor");
        kernel.prepareOpenDescriptor(userData, flags, slot, directory);
    }

    @Override
    public void prepareDescriptorRead(
            long userData, int flags, int descriptor, int buffer, int at, int length, long offset) {
        step("prepareDescriptorRead");
        kernel.prepareDescriptorRead(userData, flags, descriptor, buffer, at, length, offset);
    }

    @Override
    public void prepareProbe(long userData, int flags, int slot, long offset) {
        step("prepareProbe");
        kernel.prepareProbe(userData, flags, slot, offset);
    }

    @Override
    public void prepareSeekCheck(long userData, int flags, int slot) {
        step("prepareSeekCheck");
        kernel.prepareSeekCheck(userData, flags, slot);
    }

    @Override
    public void prepareClose(long userData, int slot) {
        step("prepareClose");
        kernel.prepareClose(userData, slot);
    }

    @Override
    public void prepareCloseDescriptor(long userData, int descriptor) {
        step("prepareCloseDescriptor");
        kernel.prepareCloseDescriptor(userData, descriptor);
    }

    @Override
    public void prepareCancel(long userData, long target) {
        step("prepareCancel");
        kernel.prepareCancel(userData, target);
    }

    @Override
    public void prepareCancelAll(long userData) {
        step("prepareCancelAll");
        kernel.prepareCancelAll(userData);
    }

    @Override
    public void prepareBell(long userData) {
        step("prepareBell");
        kernel.prepareBell(userData);
    }

    @Override
    public int submitAndWait(int completions) {
        step("submitAndWait");
        int submitted = kernel.submitAndWait(completions);
        reaperWaits = submitted >= 0 && kernel.unsubmitted() == 0 && completions > 0;
        while (reaperWaits && !kernel.hasCompletions()) {
            LockSupport.park(this);
        }
        reaperWaits = false;
        return submitted;
    }

    @Override
    public void pause() {
        Thread.yield();
    }

    @Override
    public void reap(Completions completions) {
        step("reap");
        kernel.reap((userData, result) -> {
            step("complete");
            completions.complete(userData, result);
        });
    }

    // Bell

    @Override
    public void strike() {
        step("strike", STRIKE_ERRORS);
        kernel.strike();
    }

    // Memory

    @Override
    public int bufferCount() {
        return kernel.bufferCount();
    }

    @Override
    public int bufferBytes() {
        return kernel.bufferBytes();
    }

    @Override
    public void path(int slot, byte[] path, int resolve, Opening opening) {
        step("path");
        kernel.path(slot, path, resolve, opening);
    }

    @Override
    public void copy(int buffer, byte[] to, int at, int length) {
        step("copy");
        kernel.copy(buffer, to, at, length);
        step("copied");
    }

    @Override
    public void copy(int buffer, int from, ByteBuffer to, int length) {
        step("copy");
        kernel.copy(buffer, from, to, length);
        step("copied");
    }

    @Override
    public byte probe(int slot) {
        step("probe");
        return kernel.probe(slot);
    }

    @Override
    public void free() {
        kernel.free();
    }

    @Override
    public void close() {
        kernel.close();
    }
}
