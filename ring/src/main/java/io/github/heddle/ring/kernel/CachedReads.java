package io.github.heddle.ring.kernel;

import io.github.heddle.ring.Engine;
import io.github.heddle.ring.Errno;
import io.github.heddle.ring.FreeList;
import io.github.heddle.ring.Memory;
import io.github.heddle.ring.liburing.Linux;
import io.github.heddle.ring.liburing.iovec;
import io.github.heddle.ring.liburing.open_how;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the kernel has in memory, on the calling thread, by calls that do not wait: the lookup fails with EAGAIN
 * where a directory or an inode would have to be read, and the read where the page cache lacks a page.
 *
 * <p>They keep only the lookup and the read from waiting. The file system's own open may still ask a server, so a path
 * must lie on known ground. And where a pipe stands at the path, an ordinary open would wait for its other side: so the
 * open says that it will not wait, and a pipe shows itself by ESPIPE when it is read at an offset.
 *
 * <p>The kernel writes to native memory and nothing else, so each call borrows a scratch: a few more than there are
 * processors, because a thread holds one only while it runs. Without one the answer is EAGAIN, too.
 */
public final class CachedReads {

    /** The bytes that one call reads at most. */
    public static final int BUFFER_BYTES = 64 << 10;

    private static final int SCRATCHES = 2 * Runtime.getRuntime().availableProcessors() + 2;

    private static final int OPEN_FLAGS = Linux.O_RDONLY() | Linux.O_CLOEXEC() | Linux.O_NONBLOCK();

    private final FreeList free = new FreeList(0, SCRATCHES);
    private final AtomicReferenceArray<@Nullable Scratch> scratches = new AtomicReferenceArray<>(SCRATCHES);

    private CachedReads() {}

    /** {@return null where the kernel does not know these calls, or a filter denies them} */
    public static @Nullable CachedReads tryOut() {
        CachedReads reads = new CachedReads();
        int root = reads.open(new Engine.Target(PathCalls.AT_FDCWD, new byte[] {'/'}, 0));
        if (root < 0) {
            return null;
        }
        int result = reads.read(root, 0, ByteBuffer.allocate(1));
        PathCalls.close(root);
        return result == -Errno.ENOSYS || result == -Errno.EPERM ? null : reads;
    }

    /** {@return a descriptor of the process, or a negative errno: EAGAIN where opening the file could wait} */
    public int open(Engine.Target target) {
        int number = free.pop();
        if (number < 0) {
            return -Errno.EAGAIN;
        }
        try {
            return scratch(number).open(target);
        } finally {
            free.push(number);
        }
    }

    /**
     * Reads from an offset, {@link #BUFFER_BYTES} at most.
     *
     * @return how many bytes, which may be fewer than the file has there; 0 at its end; or a negative errno: EAGAIN
     *     where the page cache has nothing at the offset, EOPNOTSUPP where the file system does not tell, ESPIPE on a
     *     pipe
     */
    public int read(int descriptor, long offset, ByteBuffer to) {
        int number = free.pop();
        if (number < 0) {
            return -Errno.EAGAIN;
        }
        try {
            return scratch(number).read(descriptor, offset, to);
        } finally {
            free.push(number);
        }
    }

    /** {@return all bytes of a small file, if the page cache has them; null where it lacks some, or the file is larger} */
    public byte @Nullable [] readSmall(int descriptor) {
        int number = free.pop();
        if (number < 0) {
            return null;
        }
        try {
            return scratch(number).readSmall(descriptor);
        } finally {
            free.push(number);
        }
    }

    private Scratch scratch(int number) {
        Scratch scratch = scratches.get(number);
        if (scratch == null) {
            scratch = new Scratch();
            scratches.set(number, scratch);
        }
        return scratch;
    }

    /** Native memory of one call at a time. Whoever has the number has the scratch. */
    private static final class Scratch {

        // The calls are over when they return, so memory that the collector frees is safe here.
        private final Arena arena = Arena.ofAuto();
        private final MemorySegment callState = Libc.newCallState(arena);
        private final MemorySegment how = open_how.allocate(arena);
        private final MemorySegment path = arena.allocate(Memory.MAX_PATH_BYTES + 1);
        private final MemorySegment vector = iovec.allocate(arena);
        private final MemorySegment buffer = arena.allocate(BUFFER_BYTES);

        Scratch() {
            open_how.flags(how, OPEN_FLAGS);
            iovec.iov_base(vector, buffer);
        }

        int open(Engine.Target target) {
            byte[] bytes = target.path();
            MemorySegment.copy(bytes, 0, path, ValueLayout.JAVA_BYTE, 0, bytes.length);
            path.set(ValueLayout.JAVA_BYTE, bytes.length, (byte) 0);
            open_how.resolve(how, target.resolve() | Linux.RESOLVE_CACHED());
            return (int) Libc.syscall(
                    callState,
                    Linux.SYS_openat2(),
                    target.directory(),
                    path.address(),
                    how.address(),
                    open_how.sizeof(),
                    0,
                    0);
        }

        /** Only a read of 0 proves the end: a short one may have met a page that is not there. */
        byte @Nullable [] readSmall(int descriptor) {
            int count = read(descriptor, 0, BUFFER_BYTES);
            if (count < 0 || count == BUFFER_BYTES) {
                return null;
            }
            byte[] bytes = new byte[count];
            MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, bytes, 0, count);
            return count == 0 || read(descriptor, count, 1) == 0 ? bytes : null;
        }

        private int read(int descriptor, long offset, int length) {
            iovec.iov_len(vector, length);
            return (int) Libc.preadv2(callState, descriptor, vector, 1, offset, Linux.RWF_NOWAIT());
        }

        int read(int descriptor, long offset, ByteBuffer to) {
            int count = read(descriptor, offset, Math.min(to.remaining(), BUFFER_BYTES));
            if (count > 0) {
                MemorySegment.copy(buffer, 0, MemorySegment.ofBuffer(to), 0, count);
                to.position(to.position() + count);
            }
            return count;
        }
    }
}
