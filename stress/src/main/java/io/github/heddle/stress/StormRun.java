package io.github.heddle.stress;

import io.github.heddle.ring.Parking;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** One pattern of a storm: its callers, those who disturb them, and who waits for them all. */
final class StormRun {

    /**
     * What is asked for.
     *
     * @param longestCall a call that takes longer hangs
     */
    record Settings(long reads, int callers, long seed, Path directory, Duration longestCall, Duration progress) {}

    /** What a caller does, once or again and again. */
    @FunctionalInterface
    interface Act {
        void once(StormCaller caller) throws Exception;
    }

    /** What a pattern waits for. */
    @FunctionalInterface
    interface Event {
        boolean isThere() throws Exception;
    }

    /** A pattern whose disturbances are too rare goes on for so many times the reads that it was to make. */
    private static final int LONGER_AT_MOST = 50;

    private static final long LOOK_NANOS = 20_000;
    private static final long CHECK_NANOS = 1_000_000_000;

    private final StormPattern pattern;
    private final StormFiles files;
    private final Settings settings;
    private final Watch watch;
    private final Findings findings;
    private final StormTally tally;
    private final PrintWriter err;

    private final SplittableRandom random;
    private final List<Thread> disturbers = new ArrayList<>();
    private final AtomicLong taken = new AtomicLong();
    private final AtomicInteger running = new AtomicInteger();

    /** Replaced as a whole, so that whoever disturbs them has those of one moment. */
    private volatile List<StormCaller> callers = List.of();

    private volatile boolean over;
    private volatile boolean hung;

    // Of whoever waits for the others.
    private long told = System.nanoTime();
    private long checked = told;
    private long readsBack = -1;
    private long readsBackSince = told;

    StormRun(
            StormPattern pattern,
            StormFiles files,
            Settings settings,
            Findings findings,
            StormTally tally,
            PrintWriter err) {
        this.pattern = pattern;
        this.files = files;
        this.settings = settings;
        this.findings = findings;
        this.tally = tally;
        this.err = err;
        watch = new Watch(settings.longestCall().toNanos());
        random = new SplittableRandom(settings.seed());
    }

    StormFiles files() {
        return files;
    }

    Watch watch() {
        return watch;
    }

    Findings findings() {
        return findings;
    }

    StormTally tally() {
        return tally;
    }

    SplittableRandom random() {
        return random;
    }

    long reads() {
        return settings.reads();
    }

    int callersWanted() {
        return settings.callers();
    }

    List<StormCaller> callers() {
        return callers;
    }

    String name() {
        return pattern.title();
    }

    /** {@return whether a call hung} Then nothing of it can be used any more. */
    boolean run() throws Exception {
        if (!files.countsParks()) {
            disturb("lookout", this::look);
        }
        pattern.conduct(this);
        endDisturbers();
        if (hung) {
            return true;
        }
        if (!isDisturbedEnough()) {
            findings.add(name() + ": hardly anything has come within a read, so it has shown nothing");
        }
        if (pattern.leavesItsCarrier() && tally.unmounted.sum() != tally.pairs.sum()) {
            findings.add("%s: of %d parks %d left the carrier".formatted(name(), tally.pairs.sum(), tally.unmounted.sum()));
        }
        files.close();
        return false;
    }

    private boolean isDisturbedEnough() {
        return pattern.isDisturbedEnough(tally, reads());
    }

    // For the patterns.

    private StormCaller caller(int number) {
        return new StormCaller(number, random.split(), this);
    }

    /** {@return callers that somebody else starts} */
    List<StormCaller> leaves(int count) {
        List<StormCaller> some = IntStream.range(0, count).mapToObj(this::caller).toList();
        callers = some;
        return some;
    }

    /** Starts callers that do something again and again, until all reads are made. */
    void startReaders(int count, Act act) {
        start(count, 0, caller -> {
            while (takesAnother()) {
                act.once(caller);
            }
        });
    }

    /** Until all reads are made. */
    void readOn(StormCaller caller) {
        while (takesAnother()) {
            caller.read();
        }
    }

    /** Starts callers, the first of them on platform threads. */
    void start(int count, int platformThreads, Act act) {
        List<StormCaller> some = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StormCaller caller = caller(i);
            Runnable body = () -> perform(act, caller);
            Thread.Builder builder = i < platformThreads ? Thread.ofPlatform().daemon() : Thread.ofVirtual();
            Thread thread = builder.name("storm-caller-" + i).unstarted(body);
            caller.isOn(thread);
            some.add(caller);
            threads.add(thread);
        }
        running.addAndGet(count);
        callers = List.copyOf(some);
        threads.forEach(Thread::start);
    }

    private void perform(Act act, StormCaller caller) {
        try {
            act.once(caller);
        } catch (Throwable e) {
            findings.add(name(), e);
        } finally {
            caller.leave();
            running.decrementAndGet();
        }
    }

    private boolean takesAnother() {
        long before = taken.getAndIncrement();
        return !hung
                && (before < reads() || (before < LONGER_AT_MOST * reads() && !isDisturbedEnough()));
    }

    /** Has a platform thread do something to any of the callers, again and again until all is over. */
    @SuppressWarnings("ThreadPriorityCheck") // whom it disturbs needs a processor too
    void disturb(String name, Consumer<StormCaller> what) {
        SplittableRandom own = random.split();
        disturbers.add(Thread.ofPlatform().name("storm-" + name).daemon().start(() -> {
            while (!over) {
                List<StormCaller> all = callers;
                if (!all.isEmpty()) {
                    what.accept(all.get(own.nextInt(all.size())));
                }
                if (own.nextInt(8) == 0) {
                    Thread.yield();
                }
            }
        }));
    }

    /** {@return whether all who still read are parked} */
    boolean areAllParked() {
        boolean pinned = pattern.isPinned();
        return callers.stream().allMatch(caller -> caller.isOver() || caller.isParked(pinned));
    }

    /** Counts who is parked, where the kernel does not. */
    void lookAtAll() {
        if (!files.countsParks()) {
            callers.forEach(this::look);
        }
    }

    private synchronized void look(StormCaller caller) {
        caller.look(pattern.isPinned());
    }

    boolean isThrough() {
        return running.get() == 0;
    }

    /** {@return whether all came back; false when one hangs} */
    boolean awaitCallers() throws Exception {
        return await(this::isThrough);
    }

    /** Waits for what comes when the reads do, and tells meanwhile who hangs. {@return whether it has come} */
    boolean await(Event event) throws Exception {
        while (!hung) {
            long now = System.nanoTime();
            if (now - checked > CHECK_NANOS) {
                checked = now;
                check(now);
            } else if (event.isThere()) {
                return true;
            } else {
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }
        return false;
    }

    private void check(long now) {
        tellProgress(now);
        long count = tally.reads.sum();
        if (count != readsBack) {
            readsBack = count;
            readsBackSince = now;
        }
        hung = watch.tell(findings) > 0 || isStarved(now - readsBackSince);
        if (hung) {
            endDisturbers(); // JDK 25.0.3 can crash when it dumps a thread that is just being mounted
            Watch.dump(findings, settings.directory());
        }
    }

    private void endDisturbers() {
        over = true;
        for (Thread disturber : disturbers) {
            Parking.uninterruptibly(disturber::join);
        }
    }

    /** Callers that have no carrier are not within a call that is watched. */
    private boolean isStarved(long nanos) {
        if (nanos < settings.longestCall().toNanos()) {
            return false;
        }
        findings.add(name() + ": no read has come back for " + settings.longestCall().toSeconds() + " s");
        return true;
    }

    /** The same for what takes no longer than a read does. */
    boolean awaitSoon(String what, Event event) throws Exception {
        boolean come = watch.over(name() + ": " + what, () -> await(event));
        return come;
    }

    private void tellProgress(long now) {
        if (now - told > settings.progress().toNanos()) {
            told = now;
            err.printf("storm: %s: %,d reads, %d wrong%n", name(), tally.reads.sum(), findings.count());
            err.flush();
        }
    }
}
