package io.github.heddle.ring.kernel;

import io.github.heddle.ring.Engine;
import io.github.heddle.ring.Errno;
import io.github.heddle.ring.Patience;
import io.github.heddle.ring.Ring;
import io.github.heddle.ring.RingFailure;
import io.github.heddle.ring.liburing.Linux;
import io.github.heddle.ring.liburing.io_uring_params;
import io.github.heddle.ring.liburing.io_uring_restriction;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An {@link Engine} on a real ring, tried out before it is handed over.
 *
 * <p>The ring is made disabled, so that worker limits, the table of direct descriptors and the restrictions are in
 * place before anything can be submitted; the reaper enables it and becomes the one task that may use it. From then
 * on the kernel itself refuses every operation but the few that Heddle uses, and whatever would be registered.
 *
 * @param viaLiburing whether liburing makes the calls; false when they are made directly
 */
public record KernelEngine(Engine engine, boolean viaLiburing, Map<String, String> details) {

    /** The size of a buffer. A file that is no larger is read in one submission. */
    public static final int BUFFER_BYTES = 64 << 10;

    private static final AtomicInteger COUNT = new AtomicInteger();

    private static final int SETUP_FLAGS = Linux.IORING_SETUP_R_DISABLED()
            | Linux.IORING_SETUP_SINGLE_ISSUER()
            | Linux.IORING_SETUP_DEFER_TASKRUN()
            | Linux.IORING_SETUP_SUBMIT_ALL()
            | Linux.IORING_SETUP_CQSIZE()
            | Linux.IORING_SETUP_CLAMP();

    private static final String SETUP_FLAG_NAMES =
            "R_DISABLED, SINGLE_ISSUER, DEFER_TASKRUN, SUBMIT_ALL, restricted to the operations in use";

    static final int[] OPERATIONS = {
        Linux.IORING_OP_OPENAT2(),
        Linux.IORING_OP_FADVISE(),
        Linux.IORING_OP_READ(),
        Linux.IORING_OP_CLOSE(),
        Linux.IORING_OP_ASYNC_CANCEL()
    };

    static final int SQE_FLAGS = Linux.IOSQE_FIXED_FILE()
            | Linux.IOSQE_IO_LINK()
            | Linux.IOSQE_IO_HARDLINK()
            | Linux.IOSQE_ASYNC()
            | Linux.IOSQE_CQE_SKIP_SUCCESS();

    /** The largest step is submitted whole, and a few hundred of the usual ones in one call. */
    private static final int MAX_SQ_ENTRIES = 1024;

    /** A new ring is charged against the memlock limit, and an old one discharged only some time after its close. */
    private static final int MEMLOCK_TRIES = 20;

    private static final long MEMLOCK_WAIT_NANOS = 25_000_000;

    private static final int LEAST_SLOTS = 8;

    private static final Duration TRIAL_DEADLINE = Duration.ofSeconds(1);

    /** {@code struct io_uring_rsrc_register}: u32 nr, u32 flags, u64 resv2, u64 data, u64 tags. */
    private static final long RSRC_REGISTER_BYTES = 32;

    /**
     * Makes an engine, starts it, and reads a file through it.
     *
     * @param inFlight how many requests may be in flight; fewer when memory or limits do not allow so many
     * @param reserve how many more the kernel may have whose callers have given up
     * @param memoryBytes the most that the buffers may take together, without those of the reserve
     * @param liburing whether liburing may be used where it is installed
     */
    public static KernelEngine open(int inFlight, int reserve, long memoryBytes, boolean liburing)
            throws RingUnavailable {
        return open(inFlight, reserve, memoryBytes, liburing, UnaryOperator.identity());
    }

    /** With something between the engine and the ring, for tests. */
    static KernelEngine open(
            int inFlight, int reserve, long memoryBytes, boolean liburing, UnaryOperator<Ring> around)
            throws RingUnavailable {
        if (!SystemCallNumber.areKnown()) {
            throw RingUnavailable.onUnknownSystem(null);
        }
        int buffers = (int) Math.min(memoryBytes / BUFFER_BYTES, Integer.MAX_VALUE - 1);
        int wanted = Math.min(inFlight, buffers);
        int inReserve = reserve;
        int tries = MEMLOCK_TRIES;
        try {
            while (true) {
                try {
                    return tryOut(make(wanted, inReserve, buffers, liburing, around));
                } catch (RingFailure e) {
                    boolean scarce = e.errno() == Errno.ENOMEM || e.errno() == Errno.EMFILE;
                    if (e.errno() == Errno.ENOMEM && tries-- > 0) {
                        LockSupport.parkNanos(MEMLOCK_WAIT_NANOS);
                    } else if (scarce && wanted > LEAST_SLOTS) {
                        wanted = Math.max(LEAST_SLOTS, wanted / 2);
                        inReserve /= 2;
                    } else {
                        throw e;
                    }
                }
            }
        } catch (Throwable e) {
            // Missing symbols, denied native access and a full descriptor table surface as Errors, too.
            throw RingUnavailable.because(e);
        }
    }

    private static KernelEngine make(
            int inFlight, int reserve, int buffers, boolean liburing, UnaryOperator<Ring> around) {
        int slots = inFlight + reserve;
        int bufferCount = buffers + reserve;
        RingCalls calls = setUp(slots, liburing);
        EventBell bell = null;
        KernelMemory memory = null;
        try {
            configure(calls, slots);
            bell = new EventBell();
            memory = new KernelMemory(slots, bufferCount, BUFFER_BYTES);
            Ring ring = around.apply(new KernelRing(calls, memory, bell));
            Engine engine = new Engine(
                    ring, memory, bell, slots, inFlight, "heddle-reaper-" + COUNT.incrementAndGet());
            return new KernelEngine(engine, calls instanceof LiburingCalls,
                    details(calls, liburing, inFlight, reserve, bufferCount));
        } catch (Throwable e) {
            calls.exit();
            if (bell != null) {
                bell.close();
            }
            if (memory != null) {
                memory.free();
            }
            throw e;
        }
    }

    static RingCalls setUp(int slots, boolean liburing) {
        Arena arena = Arena.ofAuto(); // the kernel keeps no pointer into it
        int cqEntries = Engine.completionsAtMost(slots);
        int sqEntries = Math.clamp(4L * slots, Engine.leastSubmissionEntries(), MAX_SQ_ENTRIES);
        MemorySegment params = params(arena, cqEntries);
        return liburing && LiburingCalls.isInstalled()
                ? LiburingCalls.open(sqEntries, params, arena)
                : SystemCalls.open(sqEntries, params, arena);
    }

    private static MemorySegment params(Arena arena, int cqEntries) {
        MemorySegment params = io_uring_params.allocate(arena);
        io_uring_params.flags(params, SETUP_FLAGS);
        io_uring_params.cq_entries(params, cqEntries);
        return params;
    }

    static void configure(RingCalls calls, int slots) {
        try (Arena arena = Arena.ofConfined()) {
            // Left to itself the kernel gives four workers a core to opens that are not cached: far too few for a
            // distant disk, and as many opens that hang would stop all others. With one a slot none waits for another.
            MemorySegment workers = arena.allocateFrom(ValueLayout.JAVA_INT, slots, slots);
            require(calls.register(Linux.IORING_REGISTER_IOWQ_MAX_WORKERS(), workers, 2));

            MemorySegment files = arena.allocate(RSRC_REGISTER_BYTES, Long.BYTES);
            files.set(ValueLayout.JAVA_INT, 0, slots);
            files.set(ValueLayout.JAVA_INT, 4, Linux.IORING_RSRC_REGISTER_SPARSE());
            require(calls.register(Linux.IORING_REGISTER_FILES2(), files, (int) RSRC_REGISTER_BYTES));

            int count = OPERATIONS.length + 2;
            MemorySegment restrictions = io_uring_restriction.allocateArray(count, arena);
            for (int i = 0; i < OPERATIONS.length; i++) {
                MemorySegment allowed = io_uring_restriction.asSlice(restrictions, i);
                io_uring_restriction.opcode(allowed, (short) Linux.IORING_RESTRICTION_SQE_OP());
                io_uring_restriction.sqe_op(allowed, (byte) OPERATIONS[i]);
            }
            MemorySegment flags = io_uring_restriction.asSlice(restrictions, OPERATIONS.length);
            io_uring_restriction.opcode(flags, (short) Linux.IORING_RESTRICTION_SQE_FLAGS_ALLOWED());
            io_uring_restriction.sqe_flags(flags, (byte) SQE_FLAGS);
            // Nothing is registered later. One is named because a kernel may restrict only what it is told something of,
            // and this one does nothing the second time.
            MemorySegment registration = io_uring_restriction.asSlice(restrictions, OPERATIONS.length + 1);
            io_uring_restriction.opcode(registration, (short) Linux.IORING_RESTRICTION_REGISTER_OP());
            io_uring_restriction.register_op(registration, (byte) Linux.IORING_REGISTER_ENABLE_RINGS());
            require(calls.register(Linux.IORING_REGISTER_RESTRICTIONS(), restrictions, count));
        }
    }

    private static void require(int result) {
        if (result < 0) {
            throw new RingFailure("io_uring_register", -result);
        }
    }

    /** A filter may deny io_uring_enter only: one real read tells. */
    private static KernelEngine tryOut(KernelEngine made) throws RingUnavailable {
        Engine engine = made.engine();
        byte[] path = "/proc/self/stat".getBytes(StandardCharsets.US_ASCII);
        Engine.Target target = new Engine.Target(PathCalls.AT_FDCWD, path, 0);
        try {
            engine.start();
            if (engine.read(target, () -> -1, Patience.ENDLESS).length > 0) {
                return made;
            }
            throw new RingUnavailable("a file read through the ring came back empty", "report this", null);
        } catch (Throwable failure) {
            engine.close(TRIAL_DEADLINE);
            engine.discard();
            for (Throwable e = failure; e != null; e = e.getCause()) {
                if (e instanceof RingFailure refused) {
                    throw refused;
                }
            }
            throw RingUnavailable.because(failure);
        }
    }

    private static Map<String, String> details(
            RingCalls calls, boolean liburing, int inFlight, int reserve, int bufferCount) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("kernel", RingUnavailable.kernelRelease());
        if (calls instanceof LiburingCalls) {
            String library = mappedLibrary();
            details.put("liburing", library == null ? LiburingCalls.LIBRARY : library);
        } else {
            details.put("liburing", liburing ? "none found that is 2.3 or newer and can be loaded" : "not asked for");
        }
        details.put("ring flags", SETUP_FLAG_NAMES);
        details.put("submission queue", calls.memory().sqEntries() + " entries");
        details.put("completion queue", calls.memory().cqEntries() + " entries");
        details.put("reads in flight", "at most " + inFlight + ", and " + reserve + " that were given up");
        details.put("buffers", bufferCount + " of " + BUFFER_BYTES / 1024 + " KiB");
        details.put("io-wq workers", "at most " + (inFlight + reserve));
        return details;
    }

    /** The file that the loader found, whose name has the version that the name asked for has not. */
    private static @Nullable String mappedLibrary() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"), StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.contains("/liburing.so"))
                    .map(line -> line.substring(line.indexOf('/')))
                    .findFirst()
                    .orElse(null);
        } catch (IOException e) {
            return null;
        }
    }
}
