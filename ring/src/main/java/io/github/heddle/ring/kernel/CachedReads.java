package io.github.heddle.ring.kernel;

import io.github.heddle.ring.Engine;
import io.github.heddle.ring.Errno;
import io.github.heddle.ring.FreeList;
import io.github.heddle.ring.Memory;
import io.github.heddle.ring.Part;
import io.github.heddle.ring.liburing.Linux;
import io.github.heddle.ring.liburing.iovec;
import io.github.heddle.ring.liburing.open_how;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the kernel has in memory, on the calling thread, by calls that do not wait: the lookup fails with EAGAIN
 * where a directory or an inode would have to be read, and the read where the page cache lacks a page.
 *
 * <p>They keep only the lookup and the read from waiting. The file system's own open may still ask a server, so a path
 * must lie on known ground. And where a pipe stands at the path, an ordinary open would wait for its other side: so the
 * open says that it will not wait, and a pipe shows itself by ESPIPE when it is read at an offset.
 *
 * <p>tmpfs does not know the read that does not wait, and where nothing is swapped out it needs none: so an ordinary file
 * that is resident is read plainly. A device's file lies on tmpfs as well, and its read may wait.
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

    /** Each is made by whoever has its number first; the list publishes it to the next one. */
    private final @Nullable Scratch[] scratches = new Scratch[SCRATCHES];

    private CachedReads() {}

    /** {@return null where the kernel does not know these calls, or a filter denies them} */
    public static @Nullable CachedReads tryOut() {
        CachedReads reads = new CachedReads();
        int root = reads.open(new Engine.Target(PathCalls.AT_FDCWD, new byte[] {'/'}, 0));
        if (root < 0) {
            return null;
        }
        int result = reads.read(root, false, 0, ByteBuffer.allocate(1));
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

    /** A file that was opened, or why it was not. */
    public static final class Opened {

        /** Its descriptor, for the caller to close; or a negative errno. */
        public int descriptor = -Errno.EAGAIN;

        /** Of a large ordinary file an array of the size that it has now, filled from its start with what was read. */
        public byte @Nullable [] bytes;

        /** How many bytes of it are filled. */
        public int filled;
    }

    /**
     * Reads a whole small file and closes it.
     *
     * @param opened told, where the answer is null, what has become of the open
     * @return all bytes of the file; null where it could not be opened so, or where the page cache lacks some of it, or
     *     where it is larger than {@link #BUFFER_BYTES}
     */
    public byte @Nullable [] readSmall(Engine.Target target, Opened opened) {
        int number = free.pop();
        if (number < 0) {
            return null;
        }
        try {
            return scratch(number).readSmall(target, opened);
        } finally {
            free.push(number);
        }
    }

    /**
     * Reads from an offset, {@link #BUFFER_BYTES} at most.
     *
     * @param resident whether the descriptor is of an ordinary file, or a directory, that is resident
     * @return how many bytes, which may be fewer than the file has there; 0 at its end; or a negative errno: EAGAIN
     *     where the page cache has nothing at the offset, EOPNOTSUPP where the file system does not tell, ESPIPE on a
     *     pipe
     */
    public int read(int descriptor, boolean resident, long offset, ByteBuffer to) {
        int number = free.pop();
        if (number < 0) {
            return -Errno.EAGAIN;
        }
        try {
            return scratch(number).read(descriptor, flags(resident), offset, to);
        } finally {
            free.push(number);
        }
    }

    /**
     * Reads parts in their order, up to the first that cannot be read to its end without waiting.
     *
     * @param resident whether the descriptor is of an ordinary file, or a directory, that is resident
     * @param counts for each part that was begun, how many bytes it got; -1 where it wanted some and lies at the end or
     *     behind it
     * @return how many parts are done
     */
    public int read(int descriptor, boolean resident, List<Part> parts, int[] counts) {
        int number = free.pop();
        if (number < 0) {
            return 0;
        }
        try {
            return scratch(number).read(descriptor, flags(resident), parts, counts);
        } finally {
            free.push(number);
        }
    }

    private static int flags(boolean resident) {
        return resident ? 0 : Linux.RWF_NOWAIT();
    }

    private Scratch scratch(int number) {
        Scratch scratch = scratches[number];
        if (scratch == null) {
            scratch = new Scratch();
            scratches[number] = scratch;
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

        byte @Nullable [] readSmall(Engine.Target target, Opened opened) {
            int descriptor = open(target);
            opened.descriptor = descriptor;
            if (descriptor < 0) {
                return null;
            }
            boolean kept = false;
            try {
                byte[] bytes = readSmall(descriptor, target.resident(), opened);
                kept = bytes == null;
                return bytes;
            } finally {
                if (!kept) {
                    Libc.syscall(callState, SystemCallNumber.CLOSE.number(), descriptor, 0, 0, 0, 0, 0);
                }
            }
        }

        /** Only a read of 0 proves the end: a short one may have met a page that is not there. What is resident has all. */
        private byte @Nullable [] readSmall(int descriptor, boolean resident, Opened opened) {
            PathCalls.FileStatus status = resident ? PathCalls.status(descriptor) : null;
            if (status != null && !status.isRegular()) {
                return null;
            }
            int flags = flags(resident);
            int count = read(descriptor, flags, 0, BUFFER_BYTES);
            if (count == BUFFER_BYTES) {
                keepStart(status == null ? PathCalls.status(descriptor) : status, opened);
            }
            if (count < 0 || count == BUFFER_BYTES) {
                return null;
            }
            byte[] bytes = new byte[count];
            MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, bytes, 0, count);
            boolean isEnd = count == 0 || (status != null && count == status.size());
            return isEnd || read(descriptor, flags, count, 1) == 0 ? bytes : null;
        }

        /** The first buffer's bytes are read; where that is a fourth of the file, it costs a fifth to read them again. */
        private void keepStart(PathCalls.FileStatus status, Opened opened) {
            if (status.isRegular() && status.size() >= BUFFER_BYTES && status.size() <= Memory.MAX_ARRAY_BYTES) {
                byte[] bytes = new byte[(int) status.size()];
                MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, bytes, 0, BUFFER_BYTES);
                opened.bytes = bytes;
                opened.filled = BUFFER_BYTES;
            }
        }

        private int read(int descriptor, int flags, long offset, int length) {
            iovec.iov_len(vector, length);
            return (int) Libc.preadv2(callState, descriptor, vector, 1, offset, flags);
        }

        int read(int descriptor, int flags, List<Part> parts, int[] counts) {
            for (int i = 0; i < counts.length; i++) {
                Part part = parts.get(i);
                ByteBuffer to = part.to();
                int filled = 0;
                int count = 1;
                while (count > 0 && to.hasRemaining()) {
                    count = read(descriptor, flags, part.offset() + filled, to);
                    filled += Math.max(0, count);
                }
                counts[i] = filled == 0 && count == 0 ? -1 : filled;
                if (count < 0) {
                    return i;
                }
            }
            return counts.length;
        }

        int read(int descriptor, int flags, long offset, ByteBuffer to) {
            int count = read(descriptor, flags, offset, Math.min(to.remaining(), BUFFER_BYTES));
            if (count > 0) {
                take(to, count);
            }
            return count;
        }

        private void take(ByteBuffer to, int count) {
            int position = to.position();
            if (to.hasArray()) {
                MemorySegment.copy(
                        buffer, ValueLayout.JAVA_BYTE, 0, to.array(), to.arrayOffset() + position, count);
            } else {
                MemorySegment.copy(buffer, 0, MemorySegment.ofBuffer(to), 0, count);
            }
            to.position(position + count);
        }
    }
}
