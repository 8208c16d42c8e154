package io.github.heddle.ring.kernel;

import io.github.heddle.ring.Memory;
import io.github.heddle.ring.RingFailure;
import io.github.heddle.ring.liburing.Linux;
import io.github.heddle.ring.liburing.iovec;
import io.github.heddle.ring.liburing.open_how;
import io.github.heddle.ring.liburing.statx;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The few calls on paths that a caller makes on its own thread. None of them waits for a disk or a server. */
public final class PathCalls {

    /** As a directory: the path is absolute, or relative to the process's working directory. */
    public static final int AT_FDCWD = Linux.AT_FDCWD();

    /** The path must not leave the mount that it starts on. */
    public static final int RESOLVE_NO_XDEV = Linux.RESOLVE_NO_XDEV();

    static final int O_PATH = 0x200000;

    /** One of the few flags whose number depends on the architecture. */
    static final int O_DIRECTORY = "aarch64".equals(System.getProperty("os.arch")) ? 0x4000 : 0x10000;

    static final int O_NOFOLLOW = "aarch64".equals(System.getProperty("os.arch")) ? 0x8000 : 0x20000;

    private static final int READ_BYTES = 64 << 10;

    private static final int S_IFIFO = 0x1000;
    private static final int AT_NO_AUTOMOUNT = 0x800;
    private static final int STATX_MNT_ID_UNIQUE = 0x4000;
    private static final long STATX_ATTR_MOUNT_ROOT = 0x2000;

    private static final MemorySegment EMPTY_PATH = Arena.global().allocate(1);

    private PathCalls() {}

    /**
     * Opens a path as a mere place, if the kernel has all of it in memory. That holds the inode there.
     *
     * @param follow whether a symbolic link at the end is followed
     *
     * @return a descriptor, or a negative errno: EAGAIN where the path would have to be looked up
     */
    public static int openPlace(int directory, byte[] path, int resolve, boolean follow) {
        int flags = follow ? O_PATH : O_PATH | O_NOFOLLOW;
        return open(directory, path, flags, resolve | Linux.RESOLVE_CACHED());
    }

    /**
     * As {@link #openPlace}, if a directory is there. That something else is there, and in memory too, is told without a
     * descriptor that would have to be closed, at two thirds of the price.
     *
     * @return a descriptor, or a negative errno: ENOTDIR for any other file
     */
    public static int openDirectory(int directory, byte[] path, int resolve, boolean follow) {
        int flags = follow ? O_PATH | O_DIRECTORY : O_PATH | O_DIRECTORY | O_NOFOLLOW;
        return open(directory, path, flags, resolve | Linux.RESOLVE_CACHED());
    }

    /** {@return whether something is known to be at an absolute path, and no part of that to be a symbolic link} */
    public static boolean isThereWithoutLinks(byte[] absolutePath) {
        int resolve = Linux.RESOLVE_NO_SYMLINKS() | Linux.RESOLVE_CACHED();
        int place = open(AT_FDCWD, absolutePath, O_PATH, resolve);
        if (place >= 0) {
            close(place);
        }
        return place >= 0;
    }

    /** Opens one of the kernel's own files for reading. {@return a descriptor, or a negative errno} */
    public static int openReadable(byte[] absolutePath) {
        return open(AT_FDCWD, absolutePath, Linux.O_RDONLY(), 0);
    }

    private static int open(int directory, byte[] path, int flags, int resolve) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(path.length + 1L);
            MemorySegment.copy(path, 0, bytes, ValueLayout.JAVA_BYTE, 0, path.length);
            MemorySegment how = open_how.allocate(arena);
            open_how.flags(how, flags | Linux.O_CLOEXEC());
            open_how.resolve(how, resolve);
            return (int) Libc.syscall(
                    Libc.newCallState(arena),
                    Linux.SYS_openat2(),
                    directory,
                    bytes.address(),
                    how.address(),
                    open_how.sizeof(),
                    0,
                    0);
        }
    }

    /**
     * Reads one of the kernel's own files from its start, for which no further descriptor is needed.
     *
     * @throws RingFailure if it cannot be read; {@code name} says what it is
     */
    public static byte[] readAll(int descriptor, String name) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = Libc.newCallState(arena);
            MemorySegment buffer = arena.allocate(READ_BYTES);
            MemorySegment vector = iovec.allocate(arena);
            iovec.iov_base(vector, buffer);
            iovec.iov_len(vector, READ_BYTES);
            int count;
            do {
                count = (int) Libc.preadv2(state, descriptor, vector, 1, all.size(), 0);
                if (count < 0) {
                    throw new RingFailure("reading " + name, -count);
                }
                all.writeBytes(buffer.asSlice(0, count).toArray(ValueLayout.JAVA_BYTE));
            } while (count > 0);
        }
        return all.toByteArray();
    }

    /** Takes O_NONBLOCK from an open file. {@return whether that went well} */
    public static boolean letWait(int descriptor) {
        return Libc.setStatusFlags(descriptor, 0);
    }

    public static void close(int descriptor) {
        Libc.close(descriptor);
    }

    /** {@return the number of the descriptor's mount, as mountinfo has it, or -1} */
    public static long mountId(int descriptor) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment status = status(arena, descriptor, Linux.STATX_MNT_ID());
            return (statx.stx_mask(status) & Linux.STATX_MNT_ID()) == 0 ? -1 : statx.stx_mnt_id(status);
        }
    }

    /** {@return the number of the mount that begins at the descriptor's place, as mountinfo has it; -1 if none does} */
    public static long beginningMount(int descriptor) {
        return beginningMount(descriptor, Linux.STATX_MNT_ID());
    }

    /** {@return the same by the number that no other mount gets until the machine is started anew; -1 before Linux 6.8} */
    public static long beginningMountForGood(int descriptor) {
        return beginningMount(descriptor, STATX_MNT_ID_UNIQUE);
    }

    private static long beginningMount(int descriptor, int number) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment status = status(arena, descriptor, number);
            boolean begins = (statx.stx_mask(status) & number) != 0
                    && (statx.stx_attributes(status) & STATX_ATTR_MOUNT_ROOT) != 0;
            return begins ? statx.stx_mnt_id(status) : -1;
        }
    }

    /** {@return the size of the file at a path, or -1 where finding it out could wait} */
    public static long sizeIfCached(int directory, byte[] path, int resolve) {
        int place = openPlace(directory, path, resolve, true);
        if (place < 0) {
            return -1;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment status = status(arena, place, Linux.STATX_SIZE());
            return (statx.stx_mask(status) & Linux.STATX_SIZE()) == 0 ? -1 : statx.stx_size(status);
        } finally {
            close(place);
        }
    }

    /** {@return what kind of file a descriptor is of, and how large; it does not wait on a file system of this machine} */
    public static FileStatus status(int descriptor) {
        try (Arena arena = Arena.ofConfined()) {
            int wanted = Linux.STATX_SIZE() | Linux.STATX_TYPE();
            MemorySegment status = status(arena, descriptor, wanted);
            return (statx.stx_mask(status) & wanted) == wanted
                    ? new FileStatus(statx.stx_mode(status) & Linux.S_IFMT(), statx.stx_size(status))
                    : new FileStatus(0, 0);
        }
    }

    /**
     * What statx tells of an open file.
     *
     * @param type of the {@code S_IF} numbers, or 0 where it is not known
     */
    public record FileStatus(int type, long size) {

        public boolean isRegular() {
            return type == Linux.S_IFREG();
        }

        public boolean isPipe() {
            return type == S_IFIFO;
        }

        public boolean isDirectory() {
            return type == Linux.S_IFDIR();
        }
    }

    /** {@return whether the kernel reports a change on a descriptor of mountinfo since it was asked last} */
    public static boolean mountsChanged(int mountInfo) {
        return Libc.isExceptional(mountInfo);
    }

    /** {@return whether memory of the machine may be written out to a disk, because it has swap, or does not say} */
    public static boolean maySwap() {
        return Libc.maySwap();
    }

    /** {@return the name that the process's working directory has now, or an empty one where it has none} */
    public static String workingDirectory() {
        try (Arena arena = Arena.ofConfined()) {
            return Libc.getcwd(arena.allocate(Memory.MAX_PATH_BYTES + 1));
        }
    }

    /** {@return the text of an errno, the same that the JDK puts into its exceptions} */
    public static String message(int errno) {
        MemorySegment text = Linux.strerror(errno);
        return text.address() == 0 ? "errno " + errno : text.reinterpret(Long.MAX_VALUE).getString(0);
    }

    private static MemorySegment status(Arena arena, int descriptor, int mask) {
        MemorySegment status = statx.allocate(arena);
        int flags = Linux.AT_EMPTY_PATH() | AT_NO_AUTOMOUNT | Linux.AT_STATX_DONT_SYNC();
        if (!Libc.statx(descriptor, EMPTY_PATH, flags, mask, status)) {
            statx.stx_mask(status, 0);
        }
        return status;
    }
}
