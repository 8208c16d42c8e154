package io.github.heddle.ring.liburing;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Set;
import io.github.heddle.ring.SkipReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Holds the generated io_uring_params against what the running kernel writes into one. */
@ExtendWith(SkipReason.class)
class RingOffsetsTest {
    private static final int SQ_ENTRIES = 8;
    private static final int CQ_ENTRIES = 2 * SQ_ENTRIES;

    /** What seccomp, the sysctl, a security module and a kernel without io_uring answer. */
    private static final Set<Integer> DENIALS = Set.of(Linux.EPERM(), Linux.EACCES(), Linux.ENOSYS());

    @Test
    void offsetsOfTheKernel_describeItsRings() throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment params = io_uring_params.allocate(arena);
            int ring = setup(params, arena);
            try {
                checkParams(params);
                checkRings(params, ring);
            } finally {
                assertThat(Linux.close(ring)).isZero();
            }
        }
    }

    private static int setup(MemorySegment params, Arena arena) throws Throwable {
        // The generated invoker cannot give errno, so its parts are linked again with it.
        Linux.syscall invoker = Linux.syscall.makeInvoker(Linux.C_INT, Linux.C_POINTER);
        MethodHandle syscall = Linker.nativeLinker()
                .downcallHandle(
                        Linux.syscall.address(),
                        invoker.descriptor(),
                        Linker.Option.firstVariadicArg(1),
                        Linker.Option.captureCallState("errno"));
        MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
        long result =
                (long) syscall.invokeExact(state, (long) Linux.SYS_io_uring_setup(), SQ_ENTRIES, params);
        if (result >= 0) {
            return Math.toIntExact(result);
        }
        long offset = Linker.Option.captureStateLayout().byteOffset(PathElement.groupElement("errno"));
        int errno = state.get(JAVA_INT, offset);
        String failure = "io_uring_setup: errno %d, %s"
                .formatted(errno, Linux.strerror(errno).getString(0));
        assumeFalse(
                DENIALS.contains(errno), failure + ": seccomp, kernel.io_uring_disabled or the kernel denies io_uring");
        throw new AssertionError(failure);
    }

    private static void checkParams(MemorySegment params) {
        assertThat(io_uring_params.sq_entries(params)).isEqualTo(SQ_ENTRIES);
        assertThat(io_uring_params.cq_entries(params)).isEqualTo(CQ_ENTRIES);
        assertThat(io_uring_params.flags(params)).isZero();
        assertThat(io_uring_params.features(params) & Linux.IORING_FEAT_SINGLE_MMAP())
                .as("IORING_FEAT_SINGLE_MMAP, in Linux 5.4 and later")
                .isNotZero();
    }

    private static void checkRings(MemorySegment params, int ring) {
        MemorySegment sq = io_uring_params.sq_off(params);
        MemorySegment cq = io_uring_params.cq_off(params);
        int array = io_sqring_offsets.array(sq);
        int cqes = io_cqring_offsets.cqes(cq);
        List<Integer> words = List.of(
                io_sqring_offsets.head(sq),
                io_sqring_offsets.tail(sq),
                io_sqring_offsets.ring_mask(sq),
                io_sqring_offsets.ring_entries(sq),
                io_sqring_offsets.flags(sq),
                io_sqring_offsets.dropped(sq),
                io_cqring_offsets.head(cq),
                io_cqring_offsets.tail(cq),
                io_cqring_offsets.ring_mask(cq),
                io_cqring_offsets.ring_entries(cq),
                io_cqring_offsets.flags(cq),
                io_cqring_offsets.overflow(cq));
        int arrayEnd = array + SQ_ENTRIES * Integer.BYTES;
        int cqesEnd = cqes + CQ_ENTRIES * (int) io_uring_cqe.sizeof();
        int size = Math.max(arrayEnd, cqesEnd);

        assertThat(words).doesNotHaveDuplicates().allSatisfy(offset -> assertThat(offset)
                .isBetween(0, size - Integer.BYTES)
                .matches(word -> word % Integer.BYTES == 0, "is 4-byte aligned")
                .matches(word -> word < array || word >= arrayEnd, "is outside the array")
                .matches(word -> word < cqes || word >= cqesEnd, "is outside the completions"));
        assertThat(array).isPositive().matches(offset -> offset % Integer.BYTES == 0, "is 4-byte aligned");
        assertThat(cqes).isPositive().matches(offset -> offset % Long.BYTES == 0, "is 8-byte aligned");
        assertThat(arrayEnd <= cqes || cqesEnd <= array)
                .as("array %d..%d and completions %d..%d lie apart", array, arrayEnd, cqes, cqesEnd)
                .isTrue();

        MemorySegment rings = Linux.mmap(
                MemorySegment.NULL,
                size,
                Linux.PROT_READ() | Linux.PROT_WRITE(),
                Linux.MAP_SHARED() | Linux.MAP_POPULATE(),
                ring,
                Linux.IORING_OFF_SQ_RING());
        assertThat(rings.address()).as("mmap of %d bytes", size).isNotEqualTo(-1);
        MemorySegment mapped = rings.reinterpret(size);
        try {
            assertThat(words.stream().map(offset -> mapped.get(JAVA_INT, offset)))
                    .as("sq head, tail, mask, entries, flags, dropped; cq head, tail, mask, entries, flags, overflow")
                    .containsExactly(0, 0, SQ_ENTRIES - 1, SQ_ENTRIES, 0, 0, 0, 0, CQ_ENTRIES - 1, CQ_ENTRIES, 0, 0);
        } finally {
            assertThat(Linux.munmap(rings, size)).isZero();
        }
    }
}
