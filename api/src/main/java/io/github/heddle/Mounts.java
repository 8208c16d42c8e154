package io.github.heddle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Tells on which mount a path lies, without asking any file system, which might not answer: by the longest prefix in the
 * mount table. What a symbolic link leads to counts for the mount that the link's path lies on.
 *
 * <p>It needs no native call, so it also serves where none may be made. A table that is no older than a moment is good
 * enough: what is read on a mount that is newer counts for the one below it.
 */
final class Mounts {

    private static final Path MOUNT_INFO = Path.of("/proc/self/mountinfo");
    private static final long TRUSTED_NANOS = Duration.ofSeconds(1).toNanos();
    private static final String NONE = "";

    /** A table and its age go together; of two threads that read it at once the later one wins. */
    private record Reading(MountTable table, long nanos) {}

    private volatile Reading last = new Reading(MountTable.parse(new byte[0]), System.nanoTime() - TRUSTED_NANOS);

    /** {@return where the path's mount is; something else where there is none, as with what lies in an archive} */
    String pointOf(Path path) {
        if (!PathBytes.isOfPlatform(path)) {
            return NONE;
        }
        MountTable.Mount mount = table().of(path.toAbsolutePath().toString());
        return mount == null ? NONE : mount.point();
    }

    private MountTable table() {
        Reading now = last;
        if (System.nanoTime() - now.nanos >= TRUSTED_NANOS) {
            now = new Reading(read(), System.nanoTime());
            last = now;
        }
        return now.table;
    }

    private static MountTable read() {
        try {
            return MountTable.parse(Files.readAllBytes(MOUNT_INFO));
        } catch (IOException e) {
            return MountTable.parse(new byte[0]); // all that is read counts for one mount
        }
    }
}
