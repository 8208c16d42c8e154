package io.github.heddle;

import io.github.heddle.ring.Descriptor;
import io.github.heddle.ring.Engine;
import io.github.heddle.ring.EngineGroup;
import io.github.heddle.ring.EngineStoppedException;
import io.github.heddle.ring.Errno;
import io.github.heddle.ring.ErrnoException;
import io.github.heddle.ring.GivenUpException;
import io.github.heddle.ring.Memory;
import io.github.heddle.ring.Part;
import io.github.heddle.ring.Patience;
import io.github.heddle.ring.kernel.CachedReads;
import io.github.heddle.ring.kernel.PathCalls;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The way that does not block: what the kernel has in memory is read on the caller's thread, all else through the ring.
 *
 * <p>Every method answers null where the way does not lead to the file, and the blocking one has to be taken: the path
 * is not on known ground, or there is no ring, or the ring has no means for it. What is known to have been read by then
 * is nothing, so the blocking way may start anew.
 *
 * <pre>
 *   open from memory ──► read from the page cache ──► answered
 *        │ EAGAIN                │ something is missing
 *        ▼                       ▼
 *   ring: open, read, probe     ring: read by the open descriptor
 * </pre>
 */
final class RingRoute implements AutoCloseable {

    private static final int MISSES_IN_A_ROW = 8;
    private static final int TRIES_BETWEEN = 16;

    private final @Nullable EngineGroup engines;
    private final Ground ground;
    private final @Nullable CachedReads cached;
    private final BlockingReads blocking;
    private final Counters counters;

    /** Told once or more that the ring is broken. */
    private final Consumer<EngineStoppedException> onBreak;

    private volatile boolean broken;

    /**
     * How many opens in a row found nothing in memory. After some of them only one in a few is still tried, until one
     * finds its file: a try that fails costs a tenth of a cold read. Both counts are plain fields that all callers write,
     * so some counts are lost; that costs a try, and saves the contention.
     */
    private int misses;

    private int tries;

    private final Sightings sightings = new Sightings();

    /** @param engines null where there is no ring, and only the page cache can be read without blocking */
    RingRoute(
            @Nullable EngineGroup engines,
            Ground ground,
            @Nullable CachedReads cached,
            BlockingReads blocking,
            Counters counters,
            Consumer<EngineStoppedException> onBreak) {
        this.engines = engines;
        this.ground = ground;
        this.cached = cached;
        this.blocking = blocking;
        this.counters = counters;
        this.onBreak = onBreak;
    }

    byte @Nullable [] read(Path path, Extent extent, Patience patience) throws IOException {
        byte[] bytes = attempt(path, patience, target -> {
            CachedReads.Opened opened = new CachedReads.Opened();
            byte[] small = tryMemory(target, extent.isWhole(), opened);
            if (small != null) {
                count(true, small.length);
                return small;
            }
            if (opened.descriptor < 0) {
                return readByPath(target, extent, patience);
            }
            Descriptor descriptor = new Descriptor(opened.descriptor, PathCalls::close, path);
            try {
                return readOpened(target, descriptor, opened, path, extent, patience);
            } finally {
                descriptor.letGo();
            }
        });
        if (bytes != null) {
            sightings.note(path.toString());
        }
        return bytes;
    }

    /**
     * Opens what the kernel has in memory, and reads it if it is small.
     *
     * @param whole whether it is to be read
     * @param opened told what has become of the open, unless all has been read
     * @return all bytes of a small file that the page cache has
     */
    private byte @Nullable [] tryMemory(Engine.Target target, boolean whole, CachedReads.Opened opened) {
        if (cached == null || !(target.resident() || isWorthTrying())) {
            return null;
        }
        boolean ring = isRing();
        // Only the ring can read a pipe by the descriptor that this gives, and nobody must have opened it in vain.
        if (!ring && !isRegular(target)) {
            return null;
        }
        byte[] small = null;
        if (whole) {
            small = cached.readSmall(target, opened);
        } else {
            opened.descriptor = cached.open(target);
        }
        if (ring && !target.resident()) {
            learn(opened.descriptor);
        }
        return small;
    }

    /** {@return whether the kernel knows the path for an ordinary file's, without opening that} */
    private static boolean isRegular(Engine.Target target) {
        int place = PathCalls.openPlace(target.directory(), target.path(), target.resolve(), true);
        if (place < 0) {
            return false;
        }
        boolean isRegular = PathCalls.status(place).isRegular();
        PathCalls.close(place);
        return isRegular;
    }

    private boolean isWorthTrying() {
        return misses < MISSES_IN_A_ROW || !isRing() || tries++ % TRIES_BETWEEN == 0;
    }

    private void learn(int opened) {
        int before = misses;
        int after = opened == -Errno.EAGAIN ? Math.min(before + 1, MISSES_IN_A_ROW) : 0;
        if (after != before) {
            misses = after;
        }
    }

    private boolean isRing() {
        return engines != null && !broken;
    }

    private byte @Nullable [] readByPath(Engine.Target target, Extent extent, Patience patience)
            throws ErrnoException, EngineStoppedException, GivenUpException {
        if (engines == null || broken) {
            return null;
        }
        LongSupplier size = () -> PathCalls.sizeIfCached(target.directory(), target.path(), target.resolve());
        Engine engine = engines.next();
        byte[] bytes = extent.isWhole()
                ? engine.read(target, size, patience)
                : engine.read(target, extent.offset(), extent.length(), size, patience);
        count(false, bytes.length);
        return bytes;
    }

    /** With a descriptor that the cached open gave. It was opened without waiting, which only ordinary files can bear. */
    private byte @Nullable [] readOpened(
            Engine.Target target,
            Descriptor descriptor,
            CachedReads.Opened opened,
            Path path,
            Extent extent,
            Patience patience)
            throws ErrnoException, EngineStoppedException, GivenUpException, IOException {
        if (opened.bytes != null && engines != null && !broken) {
            KernelFile file = new KernelFile(engines, cached, this, blocking, descriptor, target.resident(), path);
            return readToEnd(file, opened.bytes, opened.filled, patience);
        }
        PathCalls.FileStatus status = PathCalls.status(descriptor.number());
        if (engines != null && status.isPipe() && extent.isWhole() && PathCalls.letWait(descriptor.number())) {
            // Also of nothing read yet there is no way back: a writer that has seen this reader may be gone by now.
            return WholeRead.read(new KernelPipe(engines, this, descriptor, path), patience);
        }
        if (engines == null || broken || !status.isRegular()) {
            return readByPath(target, extent, patience);
        }
        KernelFile file = new KernelFile(engines, cached, this, blocking, descriptor, target.resident(), path);
        return extent.isWhole()
                ? readToEnd(file, new byte[arraySize(status.size())], 0, patience)
                : readPart(file, extent, status.size(), patience);
    }

    private byte[] readPart(KernelFile file, Extent extent, long size, Patience patience)
            throws ErrnoException, EngineStoppedException, GivenUpException {
        byte[] bytes = new byte[Math.clamp(size - extent.offset(), 0, extent.length())];
        int[] counts = new int[1];
        boolean allCached = file.readParts(List.of(new Part(extent.offset(), ByteBuffer.wrap(bytes))), counts, patience);
        count(allCached, counts[0]);
        return counts[0] == bytes.length ? bytes : Arrays.copyOf(bytes, Math.max(0, counts[0]));
    }

    /**
     * Reads what the size promises, and in the same step one byte more: the proof that the file ends there, or not.
     *
     * @param start an array of the size that the file should have
     * @param from how much of it is filled
     */
    private byte[] readToEnd(KernelFile file, byte[] start, int from, Patience patience)
            throws ErrnoException, EngineStoppedException, GivenUpException {
        byte[] bytes = start;
        int filled = from;
        boolean allCached = true;
        while (true) {
            int wanted = bytes.length - filled;
            ByteBuffer probe = ByteBuffer.allocate(1);
            int[] counts = new int[2];
            allCached &= file.readParts(
                    List.of(
                            new Part(filled, ByteBuffer.wrap(bytes, filled, wanted)),
                            new Part(bytes.length, probe)),
                    counts,
                    patience);
            filled += Math.max(0, counts[0]);
            if (filled < bytes.length || counts[1] < 0) {
                break;
            }
            long more = Math.max(CachedReads.BUFFER_BYTES, Math.min(2L * filled, WholeRead.MAX_ARRAY));
            bytes = Arrays.copyOf(bytes, arraySize(Math.max(more, filled + 1L)));
            bytes[filled++] = probe.get(0);
        }
        count(allCached, filled);
        return filled == bytes.length ? bytes : Arrays.copyOf(bytes, filled);
    }

    private static int arraySize(long size) {
        if (size > WholeRead.MAX_ARRAY) {
            throw new OutOfMemoryError("Required array size too large");
        }
        return (int) size;
    }

    /** {@return an ordinary file, a directory or a pipe, open; null where the blocking way has to be taken} */
    @Nullable OpenFile open(Path path, Patience patience) throws IOException {
        if (engines == null) {
            return null;
        }
        return attempt(path, patience, target -> {
            if (broken) {
                return null;
            }
            CachedReads.Opened opened = new CachedReads.Opened();
            tryMemory(target, false, opened);
            int number = opened.descriptor;
            if (number < 0) {
                number = engines.next().open(target, Memory.Opening.DESCRIPTOR, patience);
            }
            Descriptor descriptor = new Descriptor(number, PathCalls::close, path);
            PathCalls.FileStatus status = PathCalls.status(number);
            if (status.isRegular() || status.isDirectory()) {
                return new KernelFile(engines, cached, this, blocking, descriptor, target.resident(), path);
            }
            if (status.isPipe() && PathCalls.letWait(number)) {
                return new KernelPipe(engines, this, descriptor, path);
            }
            descriptor.letGo();
            return null; // a device: the JDK opens it again
        });
    }

    /**
     * Has the kernel look a path up, so that it has in memory what it finds: it was there a moment ago, or is held there.
     *
     * @return null where the blocking way has to be taken
     */
    @Nullable Inode holdInode(Path path, boolean follow) throws IOException {
        String name = path.toString();
        if (follow && sightings.isFresh(name)) {
            return Inode.NOT_HELD;
        }
        try {
            return attempt(path, Patience.ENDLESS, target -> {
                int place = lookUp(target, follow);
                if (place == -Errno.EAGAIN && engines != null && !broken) {
                    try {
                        Memory.Opening opening = follow ? Memory.Opening.PLACE : Memory.Opening.LINK_PLACE;
                        place = engines.next().open(target, opening, Patience.ENDLESS);
                    } catch (ErrnoException e) {
                        if (e.errno() == Errno.EXDEV) {
                            throw e;
                        }
                        place = lookUp(target, follow); // that it is not there is now in memory as well
                    }
                }
                if (follow && (place >= 0 || place == -Errno.ENOTDIR)) {
                    sightings.note(name);
                }
                return place >= 0 || isAnswer(-place) ? new Inode(place) : null;
            });
        } catch (AsynchronousCloseException e) {
            return null;
        }
    }

    /**
     * {@return whether an absolute path without names like {@code ".."} is known to be the real one of a file} Where it is
     * so, and all of it in memory, one system call shows it, and the JDK's make one for each part. It opens nothing, so it
     * needs no known ground.
     */
    boolean isReal(Path path) {
        String known = cached == null ? null : PathBytes.known(path);
        return known != null && PathCalls.isThereWithoutLinks(PathBytes.of(known));
    }

    /** Errors that a lookup in memory finds on the path itself. With any other, the call could still wait for a disk. */
    private static boolean isAnswer(int errno) {
        return switch (errno) {
            case Errno.ENOENT, Errno.ENOTDIR, Errno.EACCES, Errno.ELOOP, Errno.ENAMETOOLONG -> true;
            default -> false;
        };
    }

    private static int lookUp(Engine.Target target, boolean follow) {
        return PathCalls.openDirectory(target.directory(), target.path(), target.resolve(), follow);
    }

    /** An inode that is held in memory, or lies there from a moment ago; or the knowledge, there too, that there is none. */
    static final class Inode implements AutoCloseable {

        private static final Inode NOT_HELD = new Inode(-1);

        private final int place;

        private Inode(int place) {
            this.place = place;
        }

        @Override
        public void close() {
            if (place >= 0) {
                PathCalls.close(place);
            }
        }
    }

    @FunctionalInterface
    private interface Attempt<T> {
        @Nullable T at(Engine.Target target)
                throws ErrnoException, EngineStoppedException, GivenUpException, IOException;
    }

    private <T> @Nullable T attempt(Path path, Patience patience, Attempt<T> attempt) throws IOException {
        String known = PathBytes.known(path);
        if (known == null) {
            return null;
        }
        for (int i = 0; i < 2; i++) {
            Ground.Place place = ground.enter(known);
            if (place == null) {
                return null;
            }
            try {
                return attempt.at(place.target());
            } catch (ErrnoException e) {
                if (e.isOpening() && e.errno() == Errno.EXDEV) {
                    ground.resurvey(); // the path leaves its mount, or there are new ones
                } else if (isOfTheRing(e.errno()) && mayStartAnew(e.isRestartable(), place)) {
                    return null;
                } else {
                    throw Failures.ofJdk(e, path);
                }
            } catch (GivenUpException e) {
                throw Failures.givenUp(path, patience, e);
            } catch (EngineStoppedException e) {
                throwIfClosed(e);
                if (!mayStartAnew(e.isRestartable(), place)) {
                    throw new IOException("the ring broke while it read a pipe, whose bytes are lost", e);
                }
                return null;
            } finally {
                place.leave();
            }
        }
        return null;
    }

    /**
     * {@return whether the blocking way may read from the start what was read in part} The request itself may not know
     * yet that the file is no pipe, whose bytes are gone. What the path leads to may have been replaced meanwhile: then
     * the new file is the answer.
     */
    private static boolean mayStartAnew(boolean isRestartable, Ground.Place place) {
        return isRestartable || isRegular(place.target());
    }

    /** A ring that is closed answers so; for one that is broken the blocking way takes over. */
    void throwIfClosed(EngineStoppedException e) throws IOException {
        if (!e.isBroken()) {
            throw (IOException) new AsynchronousCloseException().initCause(e);
        }
        broken = true;
        onBreak.accept(e);
    }

    void count(boolean fromCache, long bytes) {
        counters.count(fromCache ? counters.cachedReads : counters.ringReads, bytes);
    }

    /** Of a read that is counted already. */
    void countBytes(long bytes) {
        counters.bytes.add(bytes);
    }

    /** Errors that say something about the ring and nothing about the file. */
    static boolean isOfTheRing(int errno) {
        return switch (errno) {
            case Errno.ECANCELED, // no worker could be made
                    Errno.EAGAIN,
                    Errno.EBADF,
                    Errno.EINVAL,
                    Errno.EOPNOTSUPP,
                    Errno.EMFILE,
                    Errno.ENFILE -> true;
            default -> false;
        };
    }

    @Override
    public void close() {
        ground.close();
    }
}
