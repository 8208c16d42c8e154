package io.github.heddle;

import io.github.heddle.ring.Descriptor;
import io.github.heddle.ring.EngineGroup;
import io.github.heddle.ring.EngineStoppedException;
import io.github.heddle.ring.ErrnoException;
import io.github.heddle.ring.GivenUpException;
import io.github.heddle.ring.Part;
import io.github.heddle.ring.Patience;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * A pipe on known ground, read through the ring by a descriptor of the process.
 *
 * <p>That descriptor has to be the first one that was opened for the read. A writer may come, write and go as soon as
 * there is a reader; one that opened the pipe again after that would wait for the next writer for ever.
 */
final class KernelPipe implements OpenFile {

    private final EngineGroup engines;
    private final RingRoute route;
    private final Descriptor descriptor;
    private final Path path;

    KernelPipe(EngineGroup engines, RingRoute route, Descriptor descriptor, Path path) {
        this.engines = engines;
        this.route = route;
        this.descriptor = descriptor;
        this.path = path;
    }

    @Override
    public boolean isSeekable() {
        return false;
    }

    @Override
    public long size(Patience patience) {
        return 0;
    }

    @Override
    public int read(ByteBuffer to, long offset, Patience patience) throws IOException {
        throw new IOException(Failures.NO_OFFSETS);
    }

    @Override
    public int[] readAll(List<Part> parts, Patience patience) throws IOException {
        throw new IOException(Failures.NO_OFFSETS);
    }

    @Override
    public int readNext(ByteBuffer to, Patience patience) throws IOException {
        if (!to.hasRemaining()) {
            return 0;
        }
        try {
            int count = engines.next().readNext(descriptor, to, patience);
            route.count(false, count);
            return count == 0 ? -1 : count;
        } catch (ErrnoException e) {
            throw Failures.ofJdk(e, path);
        } catch (GivenUpException e) {
            throw Failures.givenUp(path, patience, e);
        } catch (EngineStoppedException e) {
            route.throwIfClosed(e);
            throw new IOException("the ring broke while it read a pipe, whose bytes are lost", e);
        }
    }

    @Override
    public void close() {
        descriptor.letGo();
    }
}
