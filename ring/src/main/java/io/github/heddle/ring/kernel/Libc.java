package io.github.heddle.ring.kernel;

import io.github.heddle.ring.RingFailure;
import io.github.heddle.ring.liburing.Linux;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * System calls that answer with a negative errno, as the kernel itself does.
 *
 * <p>All of them go through the one function {@code syscall}, whose arguments are longs. To link a function costs a
 * fresh JVM tens of milliseconds for each new shape, so a second one would be felt by the first read; and the generated
 * bindings have no way to read {@code errno}.
 *
 * <p>A wrong number is another call. So on a system whose numbers are not known this class fails to initialise, before
 * anything else: nothing can be called there.
 */
final class Libc {

    static {
        if (!SystemCallNumber.areKnown()) {
            throw new UnsupportedOperationException(
                    "the system calls of " + SystemCallNumber.system() + " are not known");
        }
    }

    static final int MAP_ANONYMOUS = 0x20;
    static final int MAP_PRIVATE = 0x02;

    private static final StructLayout STATE = Linker.Option.captureStateLayout();

    /** Read by its offset: a handle made from the path in the layout costs milliseconds at the start. */
    private static final long ERRNO = STATE.byteOffset(PathElement.groupElement("errno"));

    private static final MethodHandle SYSCALL = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("syscall"),
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG),
                    Linker.Option.captureCallState("errno"),
                    Linker.Option.firstVariadicArg(1));

    /** For calls whose errno nobody asks for. All threads write to it, and none reads it. */
    private static final MemorySegment UNREAD = newCallState(Arena.global());

    private static final int F_SETFL = 4;

    /** {@code struct pollfd}: int fd, short events, short revents. */
    private static final int POLLFD_BYTES = 8;

    private static final short POLLPRI = 0x2;
    private static final short POLLERR = 0x8;

    /** {@code struct timespec}: long seconds, long nanoseconds. */
    private static final int TIMESPEC_BYTES = 16;

    /** Of {@code struct sysinfo}, on 64 bits. */
    private static final int SYSINFO_BYTES = 112;

    private static final int TOTALSWAP = 64;

    private Libc() {}

    /** Memory that {@link #syscall} leaves the errno in. */
    static MemorySegment newCallState(Arena arena) {
        return arena.allocate(STATE);
    }

    static long syscall(MemorySegment state, long number, long a, long b, long c, long d, long e, long f) {
        long result = call(state, number, a, b, c, d, e, f);
        return result == -1 ? -state.get(ValueLayout.JAVA_INT, ERRNO) : result;
    }

    /** {@return -1 where it fails, and nobody asks why} */
    private static long syscall(SystemCallNumber number, long a, long b, long c, long d, long e, long f) {
        return call(UNREAD, number.number(), a, b, c, d, e, f);
    }

    private static long call(MemorySegment state, long number, long a, long b, long c, long d, long e, long f) {
        try {
            return (long) SYSCALL.invokeExact(state, number, a, b, c, d, e, f);
        } catch (RuntimeException | Error ex) {
            throw ex;
        } catch (Throwable ex) {
            throw new AssertionError("a downcall threw a checked exception", ex);
        }
    }

    /** @throws RingFailure if the kernel has no such memory; {@code what} says what it was for */
    static MemorySegment map(String what, long bytes, int flags, int fd, long offset) {
        try (Arena arena = Arena.ofConfined()) {
            int protection = Linux.PROT_READ() | Linux.PROT_WRITE();
            long address =
                    syscall(newCallState(arena), SystemCallNumber.MMAP.number(), 0, bytes, protection, flags, fd, offset);
            if (address < 0) {
                throw new RingFailure("mmap of " + bytes + " bytes for " + what, (int) -address);
            }
            return MemorySegment.ofAddress(address).reinterpret(bytes);
        }
    }

    /** Gives back what {@link #map} gave. Nobody may use it any more. */
    static void unmap(MemorySegment mapped) {
        syscall(SystemCallNumber.MUNMAP, mapped.address(), mapped.byteSize(), 0, 0, 0, 0);
    }

    /** {@return how many bytes were read, or a negative errno} */
    static long preadv2(MemorySegment state, int fd, MemorySegment iovecs, int count, long offset, int flags) {
        // The offset comes in two halves of a long each; on 64 bits the lower one is all of it.
        return syscall(state, SystemCallNumber.PREADV2.number(), fd, iovecs.address(), count, offset, 0, flags);
    }

    /** @throws RingFailure if there is no descriptor left */
    static int eventfd() {
        try (Arena arena = Arena.ofConfined()) {
            long fd = syscall(newCallState(arena), SystemCallNumber.EVENTFD2.number(), 0, Linux.EFD_CLOEXEC(), 0, 0, 0, 0);
            if (fd < 0) {
                throw new RingFailure("eventfd", (int) -fd);
            }
            return (int) fd;
        }
    }

    /** Writes a few bytes, and does not tell whether it could. */
    static void write(int fd, MemorySegment bytes) {
        syscall(SystemCallNumber.WRITE, fd, bytes.address(), bytes.byteSize(), 0, 0, 0);
    }

    static void close(int fd) {
        syscall(SystemCallNumber.CLOSE, fd, 0, 0, 0, 0, 0);
    }

    /** {@return whether statx has written what it knows} */
    static boolean statx(int directory, MemorySegment path, int flags, int mask, MemorySegment status) {
        return syscall(SystemCallNumber.STATX, directory, path.address(), flags, mask, status.address(), 0)
                == 0;
    }

    /** {@return whether poll reports an exceptional condition on the descriptor now; it does not wait} */
    static boolean isExceptional(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pollfd = arena.allocate(POLLFD_BYTES, ValueLayout.JAVA_INT.byteAlignment());
            MemorySegment noTime = arena.allocate(TIMESPEC_BYTES, ValueLayout.JAVA_LONG.byteAlignment());
            pollfd.set(ValueLayout.JAVA_INT, 0, fd);
            pollfd.set(ValueLayout.JAVA_SHORT, 4, POLLPRI);
            long ready = syscall(SystemCallNumber.PPOLL, pollfd.address(), 1, noTime.address(), 0, 0, 0);
            return ready > 0 && (pollfd.get(ValueLayout.JAVA_SHORT, 6) & (POLLPRI | POLLERR)) != 0;
        }
    }

    /** {@return whether the machine may write memory out to a disk; it may where the kernel does not say} */
    static boolean maySwap() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(SYSINFO_BYTES, ValueLayout.JAVA_LONG.byteAlignment());
            return syscall(SystemCallNumber.SYSINFO, info.address(), 0, 0, 0, 0, 0) != 0
                    || info.get(ValueLayout.JAVA_LONG, TOTALSWAP) != 0;
        }
    }

    /** {@return whether the status flags of an open file could be set} */
    static boolean setStatusFlags(int fd, int flags) {
        return syscall(SystemCallNumber.FCNTL, fd, F_SETFL, flags, 0, 0, 0) == 0;
    }

    /** {@return the name of the working directory, written to the buffer first, or an empty one} */
    static String getcwd(MemorySegment buffer) {
        long length = syscall(SystemCallNumber.GETCWD, buffer.address(), buffer.byteSize(), 0, 0, 0, 0);
        // A directory that is not below the root has a name that does not begin at it.
        return length > 0 && buffer.get(ValueLayout.JAVA_BYTE, 0) == '/' ? buffer.getString(0) : "";
    }
}
