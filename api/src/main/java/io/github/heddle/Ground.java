package io.github.heddle;

import io.github.heddle.ring.Descriptor;
import io.github.heddle.ring.Engine;
import io.github.heddle.ring.Memory;
import io.github.heddle.ring.RingFailure;
import io.github.heddle.ring.kernel.PathCalls;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells known ground, where the ring may open and read, from all other.
 *
 * <p>io_uring is right and quick on file systems that answer from memory or a local disk. On FUSE, NFS and their kind
 * an open blocks whoever makes it, which would be the reaper, and a read can even return wrong bytes. So nothing on
 * such a file system may be touched by the ring, not even by a symbolic link that leads there. The kernel sees to it:
 * a path is opened relative to the mount that it should lie on, with {@code RESOLVE_NO_XDEV}, and if it leaves that
 * mount the open fails with EXDEV before anything of the other file system is asked. Which mount it should be is the
 * longest prefix in the mount table; a wrong guess costs the blocking way and nothing else.
 *
 * <p>A local disk can still keep an open waiting inside the kernel, on the reaper, where a security scanner sits in
 * the open itself (fanotify's permission events). Nothing can be told about that beforehand.
 *
 * <p>The root's mount is entered by the absolute path. It cannot be unmounted, and what is mounted on top of a part of
 * it shows as EXDEV. Any other mount is entered through a descriptor of its mount point, held only while reads are on
 * their way there, because it keeps the mount from being unmounted. Such a mount can also be replaced by another one at
 * the same point, which no EXDEV would show: so before each entry the kernel is asked whether the table has changed.
 *
 * <p>A relative path is entered at the working directory, as the JDK enters it, and its mount is asked for by number.
 */
final class Ground implements AutoCloseable {

    /** Local file systems on which the ring has been tested, and the one that containers lay over them. */
    private static final Set<String> KNOWN_TYPES = Set.of("ext2", "ext3", "ext4", "xfs", "btrfs", "tmpfs", "overlay");

    /** All that lies there is in memory, and stays there where nothing is swapped out. */
    private static final String IN_MEMORY = "tmpfs";

    /** A tmpfs in containers, but what lies there are devices, whose open and read may wait. */
    private static final String DEVICES = "/dev";

    private static final String MOUNT_INFO = "/proc/self/mountinfo";

    /** Opened before the table is read: no change between the two is missed. */
    private final int mountInfo;

    /** Replaced under the lock, read without. */
    private volatile MountTable table;

    /** As it was when the table was read. Written before that. */
    private volatile boolean maySwap;

    /** The descriptors in use, by mount. Guarded by the lock. */
    private final Map<MountTable.Mount, Hold> holds = new HashMap<>();

    /** Guarded by the lock. */
    private boolean closed;

    private Ground(int mountInfo, MountTable table) {
        this.mountInfo = mountInfo;
        this.maySwap = PathCalls.maySwap();
        this.table = table;
    }

    /** @throws RingFailure if the kernel does not tell of its mounts: then no ground is known */
    static Ground survey() {
        int mountInfo = PathCalls.openReadable(PathBytes.of(MOUNT_INFO));
        if (mountInfo < 0) {
            throw new RingFailure("opening " + MOUNT_INFO, -mountInfo);
        }
        try {
            return new Ground(mountInfo, read(mountInfo));
        } catch (RuntimeException e) {
            PathCalls.close(mountInfo);
            throw e;
        }
    }

    /** By the descriptor that there is, for later there may be no other one. */
    private static MountTable read(int mountInfo) {
        return MountTable.parse(PathCalls.readAll(mountInfo, MOUNT_INFO));
    }

    /** {@return where the ring can find the path, or null if it must not look for it; to be left again} */
    @Nullable Place enter(String path) {
        if (path.length() > Memory.MAX_PATH_BYTES) {
            return null; // the kernel refuses it
        }
        return path.startsWith("/") ? enterAbsolute(path) : enterRelative(path);
    }

    private @Nullable Place enterAbsolute(String absolutePath) {
        MountTable.Mount mount = table.of(absolutePath);
        if (mount != null && mount.isRoot() && isKnown(mount)) {
            return place(mount, null, absolutePath, absolutePath);
        }
        synchronized (this) {
            if (!closed && PathCalls.mountsChanged(mountInfo)) {
                reload();
            }
            mount = table.of(absolutePath);
            if (closed || mount == null || !isKnown(mount)) {
                return null;
            }
            if (mount.isRoot()) {
                return place(mount, null, absolutePath, absolutePath);
            }
            if (absolutePath.equals(mount.point())) {
                return null; // a single file can be mounted, and has no path relative to itself
            }
            Hold hold = hold(mount);
            if (hold == null) {
                return null;
            }
            Place place = place(mount, hold, absolutePath.substring(mount.point().length() + 1), absolutePath);
            if (place == null) {
                letGo(hold);
            }
            return place;
        }
    }

    /** The working directory keeps its mount from going. By its name another one could be met, which took its place. */
    private @Nullable Place enterRelative(String path) {
        long id = PathCalls.mountId(PathCalls.AT_FDCWD);
        MountTable.Mount mount = table.withId(id);
        if (mount == null || !mount.isRoot()) {
            synchronized (this) {
                if (closed) {
                    return null;
                }
                if (PathCalls.mountsChanged(mountInfo)) {
                    reload();
                }
                mount = table.withId(id);
            }
        }
        return mount != null && isKnown(mount)
                ? place(mount, null, path.isEmpty() ? "." : path, path)
                : null;
    }

    /** @param told the path as it is told to people */
    private @Nullable Place place(MountTable.Mount mount, @Nullable Hold hold, String path, String told) {
        byte[] bytes = PathBytes.of(path);
        if (bytes.length > Memory.MAX_PATH_BYTES) {
            return null;
        }
        Descriptor point = hold == null ? null : hold.descriptor;
        int directory = point == null ? PathCalls.AT_FDCWD : point.number();
        return new Place(
                hold,
                new Engine.Target(directory, bytes, PathCalls.RESOLVE_NO_XDEV, point, told, isResident(mount)));
    }

    /**
     * Under the lock. Looks the point up each time: it has moved where a directory above it was renamed, which the kernel
     * does not report, and something else may be in its place. One descriptor serves all reads that are on their way.
     *
     * @return null if the mount of the table is not the one that is there
     */
    private @Nullable Hold hold(MountTable.Mount mount) {
        // A mount point is always in the kernel's memory, so this does not wait.
        int descriptor = PathCalls.openPlace(PathCalls.AT_FDCWD, PathBytes.of(mount.point()), 0, true);
        if (descriptor < 0) {
            return null;
        }
        boolean isThere = PathCalls.isMountRoot(descriptor, mount.id());
        Hold hold = isThere ? holds.get(mount) : null;
        if (isThere && hold == null) {
            hold = new Hold(mount, new Descriptor(descriptor, PathCalls::close));
            holds.put(mount, hold);
        } else {
            PathCalls.close(descriptor);
        }
        if (hold != null) {
            hold.users++;
        }
        return hold;
    }

    private synchronized void letGo(Hold hold) {
        if (--hold.users == 0) {
            holds.remove(hold.mount);
            hold.descriptor.letGo();
        }
    }

    private static boolean isKnown(MountTable.Mount mount) {
        return KNOWN_TYPES.contains(mount.type()) && !mount.point().equals(DEVICES);
    }

    private boolean isResident(MountTable.Mount mount) {
        return mount.type().equals(IN_MEMORY) && !maySwap;
    }

    /** Looks at the mounts again, because a path has left the one that it was thought to lie on. */
    synchronized void resurvey() {
        if (!closed && PathCalls.mountsChanged(mountInfo)) {
            reload();
        }
    }

    private void reload() {
        maySwap = PathCalls.maySwap();
        try {
            table = read(mountInfo);
        } catch (RingFailure e) {
            // Without a table no ground is known, and all goes the blocking way, which is right.
            table = MountTable.parse(new byte[0]);
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            PathCalls.close(mountInfo);
        }
    }

    /** A descriptor of a mount's point, and how many reads are on their way there. */
    private static final class Hold {

        private final MountTable.Mount mount;
        private final Descriptor descriptor;
        private int users;

        Hold(MountTable.Mount mount, Descriptor descriptor) {
            this.mount = mount;
            this.descriptor = descriptor;
        }
    }

    /** A path on known ground. */
    final class Place {

        private final @Nullable Hold hold;
        private final Engine.Target target;

        private Place(@Nullable Hold hold, Engine.Target target) {
            this.hold = hold;
            this.target = target;
        }

        Engine.Target target() {
            return target;
        }

        void leave() {
            if (hold != null) {
                letGo(hold);
            }
        }
    }
}
