package io.github.heddle;

import io.github.heddle.ring.Descriptor;
import io.github.heddle.ring.Engine;
import io.github.heddle.ring.EngineGroup;
import io.github.heddle.ring.EngineStoppedException;
import io.github.heddle.ring.ErrnoException;
import io.github.heddle.ring.GivenUpException;
import io.github.heddle.ring.Part;
import io.github.heddle.ring.Patience;
import io.github.heddle.ring.kernel.CachedReads;
import io.github.heddle.ring.kernel.PathCalls;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An ordinary file on known ground, open by a descriptor of the process: read from the page cache on the caller's
 * thread, and through the ring what is missing there.
 *
 * <p>When the ring breaks, or has no means for a read, the same open file is read by the pool: {@code /proc/self/fd}
 * leads to it, whatever its path may name by now.
 */
final class KernelFile implements OpenFile {

    private final EngineGroup engines;
    private final @Nullable CachedReads cached;
    private final RingRoute route;
    private final BlockingReads blocking;
    private final Descriptor descriptor;
    private final boolean resident;
    private final Path path;

    /** @param resident as in {@link Engine.Target} */
    KernelFile(
            EngineGroup engines,
            @Nullable CachedReads cached,
            RingRoute route,
            BlockingReads blocking,
            Descriptor descriptor,
            boolean resident,
            Path path) {
        this.engines = engines;
        this.cached = cached;
        this.route = route;
        this.blocking = blocking;
        this.descriptor = descriptor;
        this.resident = resident;
        this.path = path;
    }

    @Override
    public boolean isSeekable() {
        return true;
    }

    @Override
    public long size(Patience patience) {
        return PathCalls.status(descriptor.number()).size();
    }

    @Override
    public int read(ByteBuffer to, long offset, Patience patience) throws IOException {
        boolean hasRoom = to.hasRemaining();
        int start = to.position();
        boolean done = readCached(to, offset);
        int count = to.position() - start;
        if (done) {
            route.count(true, count);
            return hasRoom && count == 0 ? -1 : count;
        }
        int more = readAll(List.of(new Part(offset + count, to)), patience)[0];
        route.countBytes(count);
        return count > 0 ? count + Math.max(0, more) : more;
    }

    @Override
    public int readNext(ByteBuffer to, Patience patience) {
        throw new UnsupportedOperationException("a file with offsets is read at offsets");
    }

    @Override
    public int[] readAll(List<Part> parts, Patience patience) throws IOException {
        int[] starts = new int[parts.size()];
        for (int i = 0; i < starts.length; i++) {
            starts[i] = parts.get(i).to().position();
        }
        try {
            int[] counts = new int[parts.size()];
            boolean allCached = readParts(parts, counts, patience);
            route.count(allCached, sum(counts, counts.length));
            return counts;
        } catch (ErrnoException e) {
            if (RingRoute.isOfTheRing(e.errno())) {
                return readBlocking(parts, starts, patience);
            }
            throw Failures.ofJdk(e, path);
        } catch (GivenUpException e) {
            throw Failures.givenUp(path, patience, e);
        } catch (EngineStoppedException e) {
            route.throwIfClosed(e);
            return readBlocking(parts, starts, patience);
        }
    }

    @Override
    public boolean isReadInMemory() {
        return cached != null;
    }

    @Override
    public int readInMemory(List<Part> parts, int[] counts) {
        int done = tryMemory(parts, counts);
        if (done > 0) {
            route.count(true, sum(counts, done));
        }
        return done;
    }

    private int tryMemory(List<Part> parts, int[] counts) {
        return cached == null ? 0 : cached.read(descriptor.number(), resident, parts, counts);
    }

    private static long sum(int[] counts, int end) {
        long sum = 0;
        for (int i = 0; i < end; i++) {
            sum += Math.max(0, counts[i]);
        }
        return sum;
    }

    /** From the start again: what the buffers have got by now is read once more. */
    private int[] readBlocking(List<Part> parts, int[] starts, Patience patience) throws IOException {
        for (int i = 0; i < starts.length; i++) {
            parts.get(i).to().position(starts[i]);
        }
        OpenFile file = blocking.open(path, Path.of("/proc/self/fd/" + descriptor.number()), patience);
        try {
            return file.readAll(parts, patience);
        } finally {
            file.close();
        }
    }

    /**
     * Fills in what {@link OpenFile#readAll} returns. From the first part on that the page cache lacks, the ring reads
     * them all: those that follow are mostly lacking as well, and each try costs as much as a read.
     *
     * @return whether the page cache had all of it
     */
    boolean readParts(List<Part> parts, int[] counts, Patience patience)
            throws ErrnoException, EngineStoppedException, GivenUpException {
        int done = tryMemory(parts, counts);
        if (done == counts.length) {
            return true;
        }
        List<Part> missing = new ArrayList<>(parts.subList(done, counts.length));
        int begun = Math.max(0, counts[done]);
        missing.set(0, new Part(parts.get(done).offset() + begun, parts.get(done).to()));
        int[] more = engines.next().read(descriptor, missing, patience);
        System.arraycopy(more, 0, counts, done, more.length);
        if (begun > 0) {
            counts[done] = begun + Math.max(0, more[0]);
        }
        return false;
    }

    /** {@return whether no more is to come: the buffer is full, or the file has proven to end there} */
    private boolean readCached(ByteBuffer to, long start) {
        long offset = start;
        while (to.hasRemaining()) {
            if (cached == null) {
                return false;
            }
            int count = cached.read(descriptor.number(), resident, offset, to);
            if (count <= 0) {
                return count == 0;
            }
            offset += count;
        }
        return true;
    }

    @Override
    public void close() {
        descriptor.letGo();
    }
}
