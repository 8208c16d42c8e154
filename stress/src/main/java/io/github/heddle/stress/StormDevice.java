package io.github.heddle.stress;

import io.github.heddle.ring.Errno;
import io.github.heddle.ring.Ring;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is behind a {@link StormKernel}'s ring. It sees what a real kernel cannot: whether a caller has parked before it
 * is answered, and whether all that was opened is closed once, and not in the midst of a read.
 *
 * <p>Submissions and completions go through a queue each. A chain belongs to whoever has taken it out; what is there by
 * slot, to whoever has the slot's chain. The thread sleeps in a park, and looks at all that may have woken it after that.
 */
final class StormDevice {

    /** Linux's number, by which the engine does not decide: the request is being carried out. */
    private static final int EALREADY = 114;

    private static final int NOTHING = -1;

    private record Completion(long userData, int result) {}

    private final StormMemory memory;
    private final Truth truth;
    private final StormTally tally;
    private final Consumer<String> wrong;

    // By slot.
    private final int[] open;
    private final long[] positions;
    private final AtomicIntegerArray chains;

    private final Queue<StormChain> submitted = new ConcurrentLinkedQueue<>();
    private final Queue<Completion> completed = new ConcurrentLinkedQueue<>();

    // The thread's.
    private final List<StormChain> pending = new ArrayList<>();
    private final SplittableRandom random;
    private final Thread thread = Thread.ofPlatform().name("storm-device").daemon().unstarted(this::serve);

    private volatile @Nullable Thread reaper;
    private volatile BooleanSupplier condition = () -> true;
    private volatile boolean held;
    private volatile boolean parksCount = true;
    private volatile boolean ended;

    final LongAdder opened = new LongAdder();
    final LongAdder closed = new LongAdder();

    /** Parts of reads that were answered together. */
    final LongAdder steps = new LongAdder();

    StormDevice(int slots, StormMemory memory, Truth truth, long seed, StormTally tally, Consumer<String> wrong) {
        this.memory = memory;
        this.truth = truth;
        this.tally = tally;
        this.wrong = wrong;
        random = new SplittableRandom(seed);
        open = new int[slots];
        Arrays.fill(open, NOTHING);
        positions = new long[slots];
        chains = new AtomicIntegerArray(slots);
    }

    // Of any thread.

    void answerOnlyWhen(BooleanSupplier condition) {
        this.condition = condition;
    }

    /** Answers nothing until {@link #letGo}. */
    void hold() {
        held = true;
    }

    void letGo() {
        held = false;
        wake();
    }

    boolean mayAnswer() {
        return !held && condition.getAsBoolean();
    }

    /** From here on, callers may be told to leave without an answer. */
    void stopCountingParks() {
        parksCount = false;
    }

    void wake() {
        LockSupport.unpark(thread);
    }

    // The reaper's.

    void start(Thread reaper) {
        this.reaper = reaper;
        thread.setUncaughtExceptionHandler((thread, e) -> wrong.accept("the stand-in kernel broke: " + e));
        thread.start();
    }

    /** Before a chain is prepared. All of a step's are, before one of them is answered. */
    void expect(int slot) {
        chains.incrementAndGet(slot);
    }

    void accept(StormChain chain) {
        submitted.add(chain);
    }

    boolean hasCompletions() {
        return !completed.isEmpty();
    }

    void reap(Ring.Completions completions) {
        for (Completion one = completed.poll(); one != null; one = completed.poll()) {
            completions.complete(one.userData, one.result);
        }
    }

    void close(int slot) {
        if (chains.get(slot) != 0) {
            wrong.accept("a file was closed in the midst of its read");
        }
        if (open[slot] == NOTHING) {
            wrong.accept("a file was closed that was not open");
        }
        open[slot] = NOTHING;
        closed.increment();
    }

    void end() {
        ended = true;
        wake();
    }

    // The thread's.

    @SuppressWarnings("ThreadPriorityCheck") // the callers that it waits for need a processor
    private void serve() {
        while (!ended) {
            for (StormChain chain = submitted.poll(); chain != null; chain = submitted.poll()) {
                take(chain);
            }
            if (pending.isEmpty() || held) {
                LockSupport.park(this); // what comes is followed by an unpark, also one that came before this
            } else if (!mayAnswer() || !answerSome()) {
                Thread.yield();
            }
        }
    }

    private void take(StormChain chain) {
        if (chain.isCancellation()) {
            cancel(chain.operations.getFirst());
        } else {
            pending.add(chain);
        }
    }

    /** Half of those that are to be cancelled take as long as they take all the same. */
    private void cancel(StormChain.Operation cancellation) {
        boolean all = cancellation.kind() == StormChain.Kind.CANCEL_ALL;
        List<StormChain> targets = pending.stream()
                .filter(chain -> all || chain.contains(cancellation.target()))
                .toList();
        boolean tooLate = !all && random.nextBoolean();
        if (!tooLate) {
            pending.removeAll(targets);
            targets.forEach(this::giveUp);
        }
        int result = targets.isEmpty() ? -Errno.ENOENT : tooLate ? -EALREADY : 0;
        completed.add(new Completion(cancellation.userData(), result));
        LockSupport.unpark(reaper);
    }

    /** One of those that are ready, or some of them, in any order. {@return whether there was one} */
    private boolean answerSome() {
        int most = random.nextBoolean() ? 1 : 1 + random.nextInt(pending.size());
        int count = 0;
        int at = random.nextInt(pending.size());
        for (int looks = pending.size(); looks > 0 && count < most; looks--) {
            at = at < pending.size() ? at : 0;
            StormChain chain = pending.get(at);
            if (chain.isReady()) {
                StormChain last = pending.removeLast();
                if (last != chain) {
                    pending.set(at, last);
                }
                answer(chain);
                count++;
            }
            at++;
        }
        if (count > 0) {
            LockSupport.unpark(reaper);
        }
        return count > 0;
    }

    // Whoever has the chain: the thread, or at once the reaper.

    void answer(StormChain chain) {
        List<Completion> results = new ArrayList<>(chain.operations.size());
        for (StormChain.Operation operation : chain.operations) {
            int result = carryOut(chain.slot, operation);
            if (!operation.isSilent()) {
                results.add(new Completion(operation.userData(), result));
            }
        }
        hand(chain, results);
    }

    private int carryOut(int slot, StormChain.Operation operation) {
        return switch (operation.kind()) {
            case LOOK_UP -> -Errno.ENOTDIR; // it has found a file
            case OPEN -> {
                if (open[slot] != NOTHING) {
                    wrong.accept("a file was opened over one that nobody has closed");
                }
                open[slot] = memory.file(slot);
                positions[slot] = 0;
                opened.increment();
                yield 0;
            }
            case SEEK_CHECK -> 0;
            case READ -> {
                byte[] to = memory.lent(operation.buffer());
                long from = position(slot, operation);
                int count = Math.clamp(StandInFiles.size(open[slot]) - from, 0, operation.length());
                for (int i = 0; i < count; i++) {
                    to[i] = truth.at(open[slot], 0, from + i);
                }
                positions[slot] += operation.offset() == Ring.CURRENT_POSITION ? count : 0;
                yield count;
            }
            case PROBE -> {
                long at = position(slot, operation);
                memory.probe(slot, truth.at(open[slot], 0, at));
                yield at < StandInFiles.size(open[slot]) ? 1 : 0;
            }
            case CANCEL, CANCEL_ALL -> throw new IllegalStateException("of no slot");
        };
    }

    private long position(int slot, StormChain.Operation operation) {
        return operation.offset() == Ring.CURRENT_POSITION ? positions[slot] : operation.offset();
    }

    /** As the kernel does: of a chain that is cancelled, what is silent speaks, and what it drags down does not. */
    private void giveUp(StormChain chain) {
        List<Completion> results = new ArrayList<>(chain.operations.size());
        for (StormChain.Operation operation : chain.operations) {
            results.add(new Completion(operation.userData(), -Errno.ECANCELED));
            if (operation.isSilent()) {
                break;
            }
        }
        hand(chain, results);
    }

    private void hand(StormChain chain, List<Completion> results) {
        for (StormChain.Operation operation : chain.operations) {
            if (operation.kind() == StormChain.Kind.READ) {
                memory.giveBack(operation.buffer());
            }
        }
        boolean parked = chain.isSeenParked();
        if (chains.decrementAndGet(chain.slot) == 0) {
            steps.increment();
            if (parked && parksCount) {
                tally.pairs.increment();
                if (chain.isSeenUnmounted()) {
                    tally.unmounted.increment();
                }
            }
        }
        completed.addAll(results);
    }
}
