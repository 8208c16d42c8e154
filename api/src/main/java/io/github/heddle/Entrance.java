package io.github.heddle;

import io.github.heddle.ring.Descriptor;
import io.github.heddle.ring.kernel.PathCalls;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The way onto a mount that is not the root's: a descriptor of its point, relative to which paths are opened.
 *
 * <p>Every read looks the point up anew, and asks which mount begins there. So nothing that has come to an end before
 * the read began can be missed: neither a mount on top or in the other's place, nor a directory above the point that was
 * renamed, which the kernel does not report, nor rights that were taken away. The lookup fails where it would have to
 * wait, and touches no file system's own open.
 *
 * <p>What that mount is, only the mount table knows, and it has mounts by numbers that are given again to others. So the
 * first read compares under {@link Ground}'s lock, and learns the number that is never given again; those that follow
 * compare that one, and need no lock. Where the kernel has no such number (before Linux 6.8), all are like the first.
 *
 * <p>A descriptor is held only while reads are on their way, because it keeps the mount from being unmounted. One serves
 * all that are on their way at once, for they may be more than there are descriptors.
 */
final class Entrance {

    private final MountTable.Mount mount;
    private final byte[] point;

    /** The mount's number for good, or -1 while it is not known. */
    private volatile long number = -1;

    /** Who finds it held may hold it too. It is of the same mount: while it is held, no other has that one's numbers. */
    private volatile @Nullable Descriptor shared;

    Entrance(MountTable.Mount mount) {
        this.mount = mount;
        point = PathBytes.of(mount.point());
    }

    /** {@return a descriptor to be let go; null if the mount is not there, or not known for certain to be there} */
    @Nullable Descriptor enter() {
        long expected = number;
        if (expected < 0) {
            return null;
        }
        int descriptor = open();
        if (descriptor >= 0 && PathCalls.beginningMountForGood(descriptor) != expected) {
            PathCalls.close(descriptor);
            return null;
        }
        return descriptor < 0 ? null : share(descriptor);
    }

    /**
     * Under the lock of the ground.
     *
     * @param haveMountsChanged since the table was read that the mount is from
     */
    @Nullable Descriptor enterFirst(BooleanSupplier haveMountsChanged) {
        int descriptor = open();
        if (descriptor < 0) {
            return null;
        }
        // The descriptor keeps the mount and its number, so a change that is not reported now comes too late to matter.
        if (PathCalls.beginningMount(descriptor) != mount.id() || haveMountsChanged.getAsBoolean()) {
            PathCalls.close(descriptor);
            return null;
        }
        number = PathCalls.beginningMountForGood(descriptor);
        return share(descriptor);
    }

    /** A mount point is always in the kernel's memory, so this does not wait. */
    private int open() {
        return PathCalls.openPlace(PathCalls.AT_FDCWD, point, 0, true);
    }

    private Descriptor share(int descriptor) {
        Descriptor now = shared;
        if (now != null && now.tryHold()) {
            PathCalls.close(descriptor);
            return now;
        }
        Descriptor mine = new Descriptor(descriptor, PathCalls::close);
        shared = mine;
        return mine;
    }
}
