package io.github.heddle.ring.kernel;

import io.github.heddle.ring.RingFailure;
import io.github.heddle.ring.liburing.LibUring;
import io.github.heddle.ring.liburing.io_uring;
import io.github.heddle.ring.liburing.io_uring_cq;
import io.github.heddle.ring.liburing.io_uring_cqe;
import io.github.heddle.ring.liburing.io_uring_params;
import io.github.heddle.ring.liburing.io_uring_sq;
import io.github.heddle.ring.liburing.io_uring_sqe;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.util.List;

/**
 * The calls made by liburing.
 *
 * <p>liburing keeps a tail of its own, up to which entries are filled, and publishes it to the kernel when it submits.
 * So the entries are written in Java, that tail is moved, and the rest is liburing's.
 */
final class LiburingCalls implements RingCalls {

    static final String LIBRARY = "liburing.so.2";

    private final MemorySegment ring;
    private final MemorySegment sq;
    private final RingMemory memory;

    private LiburingCalls(MemorySegment ring, RingMemory memory) {
        this.ring = ring;
        this.sq = io_uring.sq(ring);
        this.memory = memory;
    }

    /** The functions that are called here. Versions before 2.3 have not all of them. */
    private static final List<String> FUNCTIONS = List.of(
            "io_uring_queue_init_params",
            "io_uring_submit_and_wait",
            "io_uring_submit_and_get_events",
            "io_uring_register",
            "io_uring_queue_exit");

    /**
     * {@return whether there is a liburing that has all it takes} Asked before the bindings' classes are used, which
     * stay broken for ever when their initialisers have failed once.
     */
    static boolean isInstalled() {
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup library = SymbolLookup.libraryLookup(LIBRARY, arena);
            return FUNCTIONS.stream().allMatch(name -> library.find(name).isPresent());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** @throws RingFailure if the kernel refuses */
    static LiburingCalls open(int sqEntries, MemorySegment params, Arena arena) {
        MemorySegment ring = io_uring.allocate(arena);
        int result = LibUring.io_uring_queue_init_params(sqEntries, ring, params);
        if (result < 0) {
            throw new RingFailure("io_uring_setup", -result);
        }
        MemorySegment sq = io_uring.sq(ring);
        MemorySegment cq = io_uring.cq(ring);
        int sqes = io_uring_params.sq_entries(params);
        int cqes = io_uring_params.cq_entries(params);
        RingMemory memory = new RingMemory(
                io_uring_sq.khead(sq).reinterpret(Integer.BYTES),
                io_uring_sq.ktail(sq).reinterpret(Integer.BYTES),
                io_uring_sq.array(sq).reinterpret((long) sqes * Integer.BYTES),
                io_uring_sq.sqes(sq).reinterpret(sqes * io_uring_sqe.sizeof()),
                sqes,
                io_uring_cq.khead(cq).reinterpret(Integer.BYTES),
                io_uring_cq.ktail(cq).reinterpret(Integer.BYTES),
                io_uring_cq.cqes(cq).reinterpret(cqes * io_uring_cqe.sizeof()),
                cqes);
        return new LiburingCalls(ring, memory);
    }

    @Override
    public RingMemory memory() {
        return memory;
    }

    @Override
    public int submitAndWait(int tail, int completions) {
        io_uring_sq.sqe_tail(sq, tail);
        return completions == 0
                ? LibUring.io_uring_submit_and_get_events(ring)
                : LibUring.io_uring_submit_and_wait(ring, completions);
    }

    @Override
    public int register(int opcode, MemorySegment argument, int count) {
        return LibUring.io_uring_register(io_uring.ring_fd(ring), opcode, argument, count);
    }

    @Override
    public void exit() {
        LibUring.io_uring_queue_exit(ring);
    }
}
