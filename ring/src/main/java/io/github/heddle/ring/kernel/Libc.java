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
import java.lang.invoke.VarHandle;

/**
 * System calls that answer with a negative errno, as the kernel itself does.
 *
 * <p>The generated bindings have no way to read {@code errno}, so the functions whose errno matters
 * are linked again here, with its capture.
 */
final class Libc {

    static final int MAP_ANONYMOUS = 0x20;
    static final int MAP_PRIVATE = 0x02;

    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));

    private static final MethodHandle SYSCALL = Linker.nativeLinker()
            .downcallHandle(
                    Linux.syscall.address(),
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

    private static final MethodHandle MMAP = capturing(Linux.mmap$address(), Linux.mmap$descriptor());
    private static final MethodHandle PREADV2 = capturing(Linux.preadv2$address(), Linux.preadv2$descriptor());
    private static final MethodHandle EVENTFD = capturing(Linux.eventfd$address(), Linux.eventfd$descriptor());

    private static final MethodHandle FCNTL = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("fcntl"),
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT),
                    Linker.Option.firstVariadicArg(2));

    private static final int F_SETFL = 4;

    private static final MethodHandle GETCWD = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("getcwd"),
                    FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));

    private static final MethodHandle POLL = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("poll"),
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT));

    /** {@code struct pollfd}: int fd, short events, short revents. */
    private static final int POLLFD_BYTES = 8;

    private static final short POLLPRI = 0x2;
    private static final short POLLERR = 0x8;

    private Libc() {}

    private static MethodHandle capturing(MemorySegment function, FunctionDescriptor descriptor) {
        return Linker.nativeLinker().downcallHandle(function, descriptor, Linker.Option.captureCallState("errno"));
    }

    /** Memory that {@link #syscall} leaves the errno in. */
    static MemorySegment newCallState(Arena arena) {
        return arena.allocate(STATE);
    }

    static long syscall(MemorySegment state, long number, long a, long b, long c, long d, long e, long f) {
        try {
            long result = (long) SYSCALL.invokeExact(state, number, a, b, c, d, e, f);
            return result == -1 ? -errno(state) : result;
        } catch (RuntimeException | Error ex) {
            throw ex;
        } catch (Throwable ex) {
            throw unexpected(ex);
        }
    }

    /** @throws RingFailure if the kernel has no such memory; {@code what} says what it was for */
    static MemorySegment map(String what, long bytes, int flags, int fd, long offset) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = newCallState(arena);
            int protection = Linux.PROT_READ() | Linux.PROT_WRITE();
            MemorySegment mapped =
                    (MemorySegment) MMAP.invokeExact(state, MemorySegment.NULL, bytes, protection, flags, fd, offset);
            if (mapped.address() == -1) {
                throw new RingFailure("mmap of " + bytes + " bytes for " + what, errno(state));
            }
            return mapped.reinterpret(bytes);
        } catch (RuntimeException | Error ex) {
            throw ex;
        } catch (Throwable ex) {
            throw unexpected(ex);
        }
    }

    /** {@return how many bytes were read, or a negative errno} */
    static long preadv2(MemorySegment state, int fd, MemorySegment iovecs, int count, long offset, int flags) {
        try {
            long result = (long) PREADV2.invokeExact(state, fd, iovecs, count, offset, flags);
            return result == -1 ? -errno(state) : result;
        } catch (RuntimeException | Error ex) {
            throw ex;
        } catch (Throwable ex) {
            throw unexpected(ex);
        }
    }

    /** @throws RingFailure if there is no descriptor left */
    static int eventfd() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = newCallState(arena);
            int fd = (int) EVENTFD.invokeExact(state, 0, Linux.EFD_CLOEXEC());
            if (fd < 0) {
                throw new RingFailure("eventfd", errno(state));
            }
            return fd;
        } catch (RuntimeException | Error ex) {
            throw ex;
        } catch (Throwable ex) {
            throw unexpected(ex);
        }
    }

    /** {@return whether poll reports an exceptional condition on the descriptor now; it does not wait} */
    static boolean isExceptional(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pollfd = arena.allocate(POLLFD_BYTES, ValueLayout.JAVA_INT.byteAlignment());
            pollfd.set(ValueLayout.JAVA_INT, 0, fd);
            pollfd.set(ValueLayout.JAVA_SHORT, 4, POLLPRI);
            int ready = (int) POLL.invokeExact(pollfd, 1L, 0);
            return ready != 0 && (pollfd.get(ValueLayout.JAVA_SHORT, 6) & (POLLPRI | POLLERR)) != 0;
        } catch (RuntimeException | Error ex) {
            throw ex;
        } catch (Throwable ex) {
            throw unexpected(ex);
        }
    }

    /** {@return 0, or -1 where it fails} */
    static int setStatusFlags(int fd, int flags) {
        try {
            return (int) FCNTL.invokeExact(fd, F_SETFL, flags);
        } catch (RuntimeException | Error ex) {
            throw ex;
        } catch (Throwable ex) {
            throw unexpected(ex);
        }
    }

    /** {@return the name of the working directory, written to the buffer first, or an empty one} */
    static String getcwd(MemorySegment buffer) {
        try {
            MemorySegment name = (MemorySegment) GETCWD.invokeExact(buffer, buffer.byteSize());
            return name.address() == 0 ? "" : buffer.getString(0);
        } catch (RuntimeException | Error ex) {
            throw ex;
        } catch (Throwable ex) {
            throw unexpected(ex);
        }
    }

    private static AssertionError unexpected(Throwable ex) {
        return new AssertionError("a downcall threw a checked exception", ex);
    }

    private static int errno(MemorySegment state) {
        return (int) ERRNO.get(state, 0L);
    }
}
