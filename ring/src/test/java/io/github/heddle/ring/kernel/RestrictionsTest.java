package io.github.heddle.ring.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.heddle.ring.Errno;
import io.github.heddle.ring.RingFailure;
import io.github.heddle.ring.SkipReason;
import io.github.heddle.ring.liburing.Linux;
import io.github.heddle.ring.liburing.io_uring_cqe;
import io.github.heddle.ring.liburing.io_uring_probe;
import io.github.heddle.ring.liburing.io_uring_sqe;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What the kernel lets nobody do with a ring of Heddle's, whoever may get hold of it. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(SkipReason.class)
@ParameterizedClass
@ValueSource(booleans = {true, false})
class RestrictionsTest {

    private static final int SLOTS = 8;

    /** The kernel has far fewer, and a byte holds no more. */
    private static final int ALL_OPERATIONS = 256;

    /** More than any kernel has registrations. */
    private static final int ALL_REGISTRATIONS = 128;

    private static final int EEXIST = 17;
    private static final int EBADFD = 77;

    private final RingCalls calls;
    private final int lastOperation;
    private int tail;
    private int head;

    /** The thread that runs the test becomes the ring's owner. */
    RestrictionsTest(boolean liburing) {
        calls = setUp(liburing && LiburingCalls.isInstalled());
        lastOperation = lastOperation(calls);
        KernelEngine.configure(calls, SLOTS);
    }

    private static RingCalls setUp(boolean liburing) {
        try {
            return KernelEngine.setUp(SLOTS, liburing);
        } catch (RingFailure e) {
            return Assumptions.abort("no io_uring here: " + e.getMessage());
        }
    }

    /** Asked before the restrictions, which forbid to ask. */
    private static int lastOperation(RingCalls calls) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment probe = arena.allocate(io_uring_probe.sizeof() + ALL_OPERATIONS * 8L, 8);
            assertThat(calls.register(Linux.IORING_REGISTER_PROBE(), probe, ALL_OPERATIONS)).isZero();
            return Byte.toUnsignedInt(io_uring_probe.last_op(probe));
        }
    }

    @AfterEach
    void exit() {
        calls.exit();
    }

    private int enable() {
        return calls.register(Linux.IORING_REGISTER_ENABLE_RINGS(), MemorySegment.NULL, 0);
    }

    /** Submits one operation that names nothing. {@return its result} */
    private int submit(int operation, int flags) {
        RingMemory memory = calls.memory();
        int at = tail & memory.sqEntries() - 1;
        MemorySegment sqe = memory.sqes().asSlice(at * io_uring_sqe.sizeof(), io_uring_sqe.sizeof());
        sqe.fill((byte) 0);
        io_uring_sqe.opcode(sqe, (byte) operation);
        io_uring_sqe.flags(sqe, (byte) flags);
        io_uring_sqe.fd(sqe, -1);
        memory.sqArray().setAtIndex(ValueLayout.JAVA_INT, at, at);
        tail++;
        assertThat(calls.submitAndWait(tail, 1)).as("submitted").isEqualTo(1);
        MemorySegment cqe = memory.cqes()
                .asSlice((head & memory.cqEntries() - 1) * io_uring_cqe.sizeof(), io_uring_cqe.sizeof());
        head++;
        assertThat(memory.cqTail().get(ValueLayout.JAVA_INT, 0)).as("completions").isEqualTo(head);
        memory.cqHead().set(ValueLayout.JAVA_INT, 0, head);
        return io_uring_cqe.res(cqe);
    }

    @Test
    void operationsThatHeddleHasNoUseFor_areRefused() {
        assertThat(enable()).isZero();
        assertThat(lastOperation).as("the last operation of this kernel").isGreaterThan(Linux.IORING_OP_MSG_RING());
        List<Integer> allowed = new ArrayList<>();
        for (int operation = 0; operation < ALL_OPERATIONS; operation++) {
            int result = submit(operation, 0);
            if (operation > lastOperation) {
                assertThat(result).as("unknown operation %d", operation).isEqualTo(-Errno.EINVAL);
            } else if (result != -Errno.EACCES) {
                allowed.add(operation);
            }
        }
        assertThat(allowed)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(KernelEngine.OPERATIONS).boxed().toList());
    }

    @Test
    void flagsThatHeddleHasNoUseFor_areRefused() {
        assertThat(enable()).isZero();
        for (int flag = 1; flag < 1 << Byte.SIZE; flag <<= 1) {
            // One that is allowed is heard in the read's own answer, about a descriptor that nobody has.
            int expected = (KernelEngine.SQE_FLAGS & flag) != 0 ? -Errno.EBADF
                    : flag <= Linux.IOSQE_CQE_SKIP_SUCCESS() ? -Errno.EACCES : -Errno.EINVAL;
            assertThat(submit(Linux.IORING_OP_READ(), flag)).as("flag %#x", flag).isEqualTo(expected);
        }
    }

    @Test
    void nothingCanBeRegisteredLater() {
        assertThat(enable()).isZero();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment argument = arena.allocate(4096, 8);
            for (int registration = 0; registration < ALL_REGISTRATIONS; registration++) {
                int result = calls.register(registration, argument, 1);
                if (registration == Linux.IORING_REGISTER_ENABLE_RINGS()) {
                    assertThat(result).as("enabling again").isIn(-Errno.EINVAL, -EBADFD);
                } else {
                    assertThat(result).as("registration %d", registration).isIn(-Errno.EACCES, -Errno.EINVAL);
                }
            }
            for (int known : new int[] {
                Linux.IORING_REGISTER_FILES2(), Linux.IORING_REGISTER_PERSONALITY(), Linux.IORING_REGISTER_PROBE(),
                Linux.IORING_REGISTER_BUFFERS(), Linux.IORING_REGISTER_RESTRICTIONS(), Linux.IORING_REGISTER_RING_FDS(),
                Linux.IORING_REGISTER_IOWQ_MAX_WORKERS()
            }) {
                assertThat(calls.register(known, argument, 1)).as("registration %d", known).isEqualTo(-Errno.EACCES);
            }
        }
    }

    @Test
    void anotherThread_isRefused() throws Exception {
        FutureTask<Integer> tooEarly = new FutureTask<>(() -> calls.submitAndWait(0, 0));
        runElsewhere(tooEarly);
        assertThat(tooEarly.get()).as("before it is enabled").isEqualTo(-EBADFD);
        assertThat(enable()).isZero();
        FutureTask<Integer> entering = new FutureTask<>(() -> calls.submitAndWait(0, 0));
        runElsewhere(entering);
        assertThat(entering.get()).as("entering").isEqualTo(-EEXIST);
        FutureTask<Integer> registering = new FutureTask<>(this::enable);
        runElsewhere(registering);
        assertThat(registering.get()).as("registering").isEqualTo(-EEXIST);
        assertThat(submit(Linux.IORING_OP_READ(), 0)).as("its owner goes on").isEqualTo(-Errno.EBADF);
    }

    private static void runElsewhere(Runnable task) throws InterruptedException {
        Thread thread = Thread.ofPlatform().start(task);
        thread.join();
    }
}
