package io.github.heddle;

import io.github.heddle.ring.Descriptor;
import io.github.heddle.ring.Engine;
import io.github.heddle.ring.Memory;
import io.github.heddle.ring.RingFailure;
import io.github.heddle.ring.kernel.PathCalls;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
 * it shows as EXDEV. Any other mount is entered by its {@link Entrance}.
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

    /** To mounts of the table, and perhaps to some that have gone. Filled under the lock. */
    private final Map<MountTable.Mount, Entrance> entrances = new ConcurrentHashMap<>();

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
        Entrance entrance = mount == null ? null : entrances.get(mount);
        Descriptor point = entrance == null ? null : entrance.enter();
        return point == null || mount == null ? enterAnew(absolutePath) : below(mount, point, absolutePath);
    }

    private synchronized @Nullable Place enterAnew(String absolutePath) {
        resurvey();
        MountTable.Mount mount = table.of(absolutePath);
        if (closed || mount == null || !isKnown(mount)) {
            return null;
        }
        if (mount.isRoot()) {
            return place(mount, null, absolutePath, absolutePath);
        }
        Descriptor point = entrances.computeIfAbsent(mount, Entrance::new).enterFirst(this::resurvey);
        return point == null ? null : below(mount, point, absolutePath);
    }

    private @Nullable Place below(MountTable.Mount mount, Descriptor point, String absolutePath) {
        // A single file can be mounted, and has no path relative to itself.
        int start = mount.point().length() + 1;
        Place place = start > absolutePath.length() ? null : place(mount, point, absolutePath.substring(start), absolutePath);
        if (place == null) {
            point.letGo();
        }
        return place;
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
                resurvey();
                mount = table.withId(id);
            }
        }
        return mount != null && isKnown(mount) ? place(mount, null, path.isEmpty() ? "." : path, path) : null;
    }

    /** @param told the path as it is told to people */
    private @Nullable Place place(MountTable.Mount mount, @Nullable Descriptor point, String path, String told) {
        byte[] bytes = PathBytes.of(path);
        if (bytes.length > Memory.MAX_PATH_BYTES) {
            return null;
        }
        int directory = point == null ? PathCalls.AT_FDCWD : point.number();
        return new Place(
                new Engine.Target(directory, bytes, PathCalls.RESOLVE_NO_XDEV, point, told, isResident(mount)));
    }

    private static boolean isKnown(MountTable.Mount mount) {
        return KNOWN_TYPES.contains(mount.type()) && !mount.point().equals(DEVICES);
    }

    private boolean isResident(MountTable.Mount mount) {
        return mount.type().equals(IN_MEMORY) && !maySwap;
    }

    /** Looks at the mounts again if they have changed. {@return whether they have} */
    synchronized boolean resurvey() {
        boolean changed = !closed && PathCalls.mountsChanged(mountInfo);
        if (changed) {
            reload();
        }
        return changed;
    }

    private void reload() {
        entrances.clear();
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

    /** A path on known ground. */
    static final class Place {

        private final Engine.Target target;

        private Place(Engine.Target target) {
            this.target = target;
        }

        Engine.Target target() {
            return target;
        }

        void leave() {
            if (target.holder() != null) {
                target.holder().letGo();
            }
        }
    }
}
