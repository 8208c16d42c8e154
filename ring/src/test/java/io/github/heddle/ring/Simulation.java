package io.github.heddle.ring;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * One seed is one run: an engine, its callers and its closers on a fake kernel, step by step in an order that the seed
 * decides.
 *
 * <p>The real classes run on real virtual threads, and only one at a time: {@link Schedule}. Each thread may lose its
 * turn in each call that it makes to the kernel ({@link Interleaved}), and wherever it parks. Beside the steps of the
 * threads and of the kernel there are events: a caller comes, is interrupted, or loses its patience; a silent file
 * speaks; somebody closes, and loses patience twice. Any call may be the last one of the reaper, or of a caller.
 *
 * <p>After each step the books are balanced, and whenever nobody can go on, everybody must have a reason to wait: a
 * lost wake-up is found where it is lost. In the end each caller has had one answer, and a right one.
 */
public final class Simulation {

    private static final int MAX_CALLERS = 40;
    private static final int BUFFER_BYTES = 64;
    private static final int MAX_STEPS = 200_000;

    /** The last events that a failure tells. */
    private static final int TOLD = 40;

    /** Around every boundary: nothing, a buffer, a step of buffers. */
    private static final int[] SIZES = {
        0, 1, 10, BUFFER_BYTES - 1, BUFFER_BYTES, BUFFER_BYTES + 1, 2 * BUFFER_BYTES, 9 * BUFFER_BYTES,
        9 * BUFFER_BYTES + 1, 17 * BUFFER_BYTES + 5, 1000, 3000
    };

    private static final int SILENT_FILES = 3;

    private final Random random;
    private final Schedule schedule = new Schedule();
    private final FakeKernel kernel;
    private final Interleaved world;
    private final Engine engine;
    private final int slots;
    private final int mostInFlight;
    private final int callerCount;

    /** Whether someone closes while callers come and go, and not only after them. */
    private final boolean closedEarly;

    private final Map<String, byte[]> contents = new HashMap<>();
    private final List<String> silent = new ArrayList<>();
    private final List<Caller> waiting = new ArrayList<>();
    private final Patience beforeCancelling = Patience.untilEnded();
    private final Patience beforeLeaving = Patience.untilEnded();
    private final Deque<String> told = new ArrayDeque<>();

    private final List<Thread> closers = new ArrayList<>();
    private final List<Integer> left = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private int come;
    private int answered;
    private long trace;
    private Thread reaper = Thread.currentThread();

    public Simulation(long seed) {
        random = new Random(seed);
        slots = 1 + random.nextInt(4);
        mostInFlight = 1 + random.nextInt(slots);
        callerCount = 1 + random.nextInt(MAX_CALLERS);
        closedEarly = random.nextInt(3) == 0;
        boolean calm = random.nextInt(4) == 0;
        boolean mortal = random.nextInt(3) == 0;
        FakeKernel.Faults faults = calm
                ? FakeKernel.Faults.NONE
                : random.nextInt(8) == 0 ? FakeKernel.Faults.FATAL : FakeKernel.Faults.MANY;
        int sqEntries = Engine.leastSubmissionEntries() + random.nextInt(20);
        kernel = new FakeKernel(seed, slots, slots + random.nextInt(10), BUFFER_BYTES, sqEntries, faults, false);
        int reaperCalls = mortal ? random.nextInt(2 << random.nextInt(11)) : -1;
        world = new Interleaved(kernel, random, reaperCalls, random.nextInt(3) == 0 ? 50 : 0);
        engine = new Engine(world, world, world, slots, mostInFlight, this::reaper);
        for (int size : SIZES) {
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            file("file-" + size, bytes, FakeKernel.FileKind.REGULAR);
            file("pipe-" + size, bytes, FakeKernel.FileKind.PIPE);
        }
        for (int i = 0; i < SILENT_FILES; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            boolean dead = random.nextInt(3) == 0;
            file("silent-" + i, bytes, dead ? FakeKernel.FileKind.DEAD : FakeKernel.FileKind.SILENT);
            silent.add("silent-" + i);
        }
        kernel.file("directory", new FakeKernel.Content(new byte[0], FakeKernel.FileKind.DIRECTORY));
    }

    private Thread reaper(Runnable task) {
        reaper = schedule.unstarted("reaper", task);
        return reaper;
    }

    private void file(String name, byte[] bytes, FakeKernel.FileKind kind) {
        kernel.file(name, new FakeKernel.Content(bytes, kind));
        contents.put(name, bytes);
    }

    /**
     * Runs to the end.
     *
     * @return a number that is the same for two runs that went the same way
     * @throws AssertionError if something is not as it must be
     */
    public long run() {
        try {
            engine.start();
            while (!isOver()) {
                check(trace++ < MAX_STEPS, "no end is in sight");
                step();
                checkBooks();
            }
            checkEnd();
            return trace * 31 + random.nextInt();
        } catch (Throwable e) {
            throw new AssertionError(e.getMessage() + "\n  before it: " + String.join("\n             ", told), e);
        }
    }

    private boolean isOver() {
        return come == callerCount && waiting.isEmpty() && !closers.isEmpty() && closers.stream().noneMatch(Thread::isAlive)
                && !reaper.isAlive();
    }

    private void step() {
        int choice = random.nextInt(100);
        if (choice < 80 && schedule.ready() > 0) {
            schedule.run(random.nextInt(schedule.ready()));
        } else if (choice < 90) {
            world.tick();
        } else if (choice < 96 && come < callerCount) {
            comeIn();
        } else if (choice == 96) {
            event();
        }
        if (schedule.ready() == 0 && !world.tick()) {
            checkThatAllHaveAReasonToWait();
            if (come < callerCount) {
                comeIn();
            } else {
                event();
            }
        }
    }

    /** Something from outside. Where nobody can go on, one of these is what they wait for. */
    private void event() {
        switch (random.nextInt(5)) {
            case 0 -> {
                if (!waiting.isEmpty()) {
                    any(waiting).interrupt();
                }
            }
            case 1, 2 -> {
                if (!waiting.isEmpty()) {
                    any(waiting).loseThePatience();
                }
            }
            case 3 -> {
                if (!silent.isEmpty() && random.nextInt(3) == 0) {
                    String name = silent.remove(random.nextInt(silent.size()));
                    tell(name + " speaks");
                    kernel.release(name);
                }
            }
            default -> close();
        }
    }

    private void close() {
        boolean allCame = come == callerCount;
        if (closers.size() < 2 && (closedEarly || (allCame && waiting.isEmpty()))) {
            Thread closer = schedule.unstarted("closer", () -> {
                try {
                    left.add(engine.close(beforeCancelling, beforeLeaving));
                } catch (Throwable e) {
                    failures.add(e);
                }
            });
            tell("a closer comes");
            closers.add(closer);
            closer.start();
        } else if (!closers.isEmpty() && !beforeCancelling.isEnded()) {
            tell("the closer cancels");
            beforeCancelling.end();
        } else if (!closers.isEmpty() && !beforeLeaving.isEnded() && random.nextInt(3) == 0) {
            tell("the closer leaves");
            beforeLeaving.end();
        }
    }

    private void comeIn() {
        Caller caller = new Caller(come++);
        tell(caller + " comes");
        waiting.add(caller);
        if (random.nextBoolean()) {
            world.expose(caller.thread);
        }
        caller.thread.start();
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private void tell(String event) {
        if (told.size() == TOLD) {
            told.remove();
        }
        told.add(trace + ": " + event);
    }

    private void checkBooks() {
        AssertionError breach = kernel.breach();
        if (breach != null) {
            throw breach;
        }
        for (Throwable failure : failures) {
            throw new AssertionError(failure.getMessage(), failure);
        }
        SlotPool pool = engine.pool();
        check(pool.home() + pool.inUse() + pool.quarantined() == slots, "a slot is lost or there twice");
        check(pool.load() == pool.inUse() + pool.quarantined() + pool.waiting(), "the load is not what makes it up");
        check(pool.inUse() <= mostInFlight, "more in flight than may be");
        check(engine.spareBuffers() == kernel.bufferCount() - slots, "a spare buffer is lost or there twice");
        check(!kernel.isFreed() || left.isEmpty() || left.stream().allMatch(count -> count == 0), "freed with reads left behind");
    }

    private void checkThatAllHaveAReasonToWait() {
        if (engine.death() != null || !reaper.isAlive()) {
            check(waiting.isEmpty(), waiting + " wait for an engine that is gone");
            check(closers.stream().noneMatch(Thread::isAlive), "a closer waits for an engine that is gone");
            return;
        }
        SlotPool pool = engine.pool();
        check(world.isReaperIdle(), "the reaper waits and has something to do");
        check(pool.home() + kernel.slotsInFlight() == slots, "a slot is neither home nor in the kernel, and nobody runs");
        check(closers.stream().noneMatch(Thread::isAlive) || pool.home() < slots, "a closer waits, and all slots are home");
        check(pool.waiting() == 0 || pool.inUse() == mostInFlight || pool.home() == 0, "callers wait and there is a slot");
    }

    private void checkEnd() {
        check(answered == callerCount, answered + " answers for " + callerCount + " callers");
        check(kernel.isClosed(), "the ring is not closed");
        check(left.size() == closers.size(), "a closer has no answer");
        boolean allHome = engine.pool().home() == slots;
        boolean dead = engine.death() != null;
        boolean noneLeft = left.stream().allMatch(count -> count == 0);
        // At its deadline a closer goes, even if the last slot comes home meanwhile: then the memory stays, and is safe.
        boolean inTime = !dead && !beforeLeaving.isEnded();
        check(!inTime || (allHome && noneLeft), "left behind " + left + " with all home: " + allHome);
        check(!inTime || kernel.isFreed(), "the memory is not freed");
        check(!kernel.isFreed() || allHome, "the memory is freed, and not all slots are home");
        check(!kernel.isFreed() || kernel.openDescriptors() == 0, kernel.openDescriptors() + " descriptors are left open");
        while (kernel.tick()) {
            // What the kernel still has must find its memory as it was.
        }
        checkBooks();
    }

    private static void check(boolean holds, String breach) {
        if (!holds) {
            throw new AssertionError(breach);
        }
    }

    /** What a caller does, and what it may expect. */
    private final class Caller implements Runnable {

        final int number;
        final Thread thread;
        private final Patience patience = random.nextBoolean() ? Patience.ENDLESS : Patience.untilEnded();
        private final String name;
        private final byte[] content;
        private boolean interrupted;
        private String does = "";

        Caller(int number) {
            this.number = number;
            name = anyName();
            content = contents.getOrDefault(name, new byte[0]);
            thread = schedule.unstarted("caller " + number, this);
        }

        private String anyName() {
            int size = SIZES[random.nextInt(SIZES.length)];
            return switch (random.nextInt(16)) {
                case 0 -> "missing";
                case 1 -> "directory";
                case 2, 3 -> "silent-" + random.nextInt(SILENT_FILES);
                case 4, 5, 6 -> "pipe-" + size;
                default -> "file-" + size;
            };
        }

        void interrupt() {
            tell(this + " is interrupted");
            interrupted = true;
            thread.interrupt();
        }

        void loseThePatience() {
            if (patience != Patience.ENDLESS && !patience.isEnded()) {
                tell(this + " loses its patience");
                patience.end();
            } else if (patience == Patience.ENDLESS && !closedEarly) {
                silent.forEach(kernel::release); // else it would wait for ever
            }
        }

        @Override
        public void run() {
            try {
                act();
                check(Thread.interrupted() == interrupted, this + " has lost an interrupt, or has one that is not its own");
            } catch (Throwable e) {
                failures.add(e);
            } finally {
                tell(this + " is answered");
                waiting.remove(this);
                answered++;
            }
        }

        private void act() {
            try {
                switch (random.nextInt(5)) {
                    case 0 -> readPart();
                    case 1 -> readOpenFile();
                    case 2 -> readOpenPipe();
                    default -> readAll();
                }
            } catch (ErrnoException e) {
                check(isPossible(e), this + ": " + e);
            } catch (EngineStoppedException e) {
                check(e.isBroken() == (engine.death() != null), this + ": " + e);
                check(e.isBroken() || !closers.isEmpty(), this + " was stopped by nobody");
            } catch (GivenUpException e) {
                check(patience.isEnded(), this + " gave up by itself");
            } catch (Interleaved.InjectedError e) {
                tell(this + " is struck: " + e.getMessage());
            }
        }

        private void readAll() throws ErrnoException, EngineStoppedException, GivenUpException {
            does = "reads all of";
            long[] hints = {-1, content.length, content.length / 2, content.length * 2L + 100};
            long hint = any(hints);
            checkBytes(engine.read(target(), () -> hint, patience), content);
        }

        private void readPart() throws ErrnoException, EngineStoppedException, GivenUpException {
            does = "reads a part of";
            int offset = random.nextInt(content.length + 10);
            int length = random.nextInt(content.length + 200);
            checkBytes(engine.read(target(), offset, length, () -> content.length, patience), part(offset, length));
        }

        private void readOpenFile() throws ErrnoException, EngineStoppedException, GivenUpException {
            does = "opens";
            Descriptor descriptor = open();
            try {
                does = "reads parts of open";
                for (int i = random.nextInt(3); i >= 0; i--) {
                    List<Part> parts = new ArrayList<>();
                    for (int j = random.nextInt(6); j > 0; j--) {
                        parts.add(new Part(random.nextInt(content.length + 10), ByteBuffer.allocate(random.nextInt(content.length + 200))));
                    }
                    int[] counts = engine.read(descriptor, parts, patience);
                    if (name.startsWith("file")) {
                        checkParts(parts, counts);
                    }
                }
            } finally {
                descriptor.letGo();
            }
        }

        private void readOpenPipe() throws ErrnoException, EngineStoppedException, GivenUpException {
            does = "opens the pipe";
            Descriptor descriptor = open();
            try {
                does = "reads on and on from";
                ByteBuffer all = ByteBuffer.allocate(content.length + 1);
                while (engine.readNext(descriptor, all, patience) > 0) {
                    // more may follow
                }
                checkBytes(bytes(all), content);
            } finally {
                descriptor.letGo();
            }
        }

        private Descriptor open() throws ErrnoException, EngineStoppedException, GivenUpException {
            return new Descriptor(
                    engine.open(target(), Memory.Opening.DESCRIPTOR, patience), kernel::closeDescriptor);
        }

        private Engine.Target target() {
            return new Engine.Target(-1, name.getBytes(StandardCharsets.UTF_8), 0);
        }

        private long any(long[] numbers) {
            return numbers[random.nextInt(numbers.length)];
        }

        private byte[] part(int offset, int length) {
            int from = Math.min(offset, content.length);
            return Arrays.copyOfRange(content, from, Math.min(offset + length, content.length));
        }

        private void checkParts(List<Part> parts, int[] counts) {
            for (int i = 0; i < counts.length; i++) {
                ByteBuffer to = parts.get(i).to();
                byte[] expected = part((int) parts.get(i).offset(), to.capacity());
                checkBytes(bytes(to), expected);
                int none = to.capacity() == 0 ? 0 : -1;
                check(counts[i] == (expected.length == 0 ? none : expected.length), this + ": a count of " + counts[i]);
            }
        }

        private static byte[] bytes(ByteBuffer filled) {
            byte[] bytes = new byte[filled.position()];
            filled.get(0, bytes);
            return bytes;
        }

        private void checkBytes(byte[] got, byte[] expected) {
            check(Arrays.equals(got, expected), this + ": wrong bytes, from " + Arrays.mismatch(got, expected) + " on");
        }

        private boolean isPossible(ErrnoException e) {
            int errno = e.errno();
            boolean natural =
                    switch (name) {
                        case "missing" -> errno == Errno.ENOENT;
                        case "directory" -> errno == Errno.EISDIR;
                        default -> errno == Errno.ESPIPE && !name.startsWith("file");
                    };
            return natural || (e.isOpening() ? FakeKernel.OPEN_ERRORS : FakeKernel.READ_ERRORS).contains(errno);
        }

        @Override
        public String toString() {
            return "caller " + number + ", which " + does + " " + name;
        }
    }
}
