package io.github.heddle;

import io.github.heddle.ring.Patience;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;

/**
 * An open file, for many reads at any offsets without opening it again. {@link FileRing#open(Path)} gives one.
 *
 * <p>Any number of threads may read at once. Closing is safe at any time: reads that are under way end with an {@link
 * AsynchronousCloseException}, later ones with a {@link ClosedChannelException}, and the descriptor itself is closed
 * when the last of them has let go, so that none can ever read from another file that got the same number.
 */
public final class RingFile implements AutoCloseable {

    private final OpenFile file;
    private final Path path;

    /** Ended by the close: what every read of this file waits with. */
    private final Patience untilClosed = Patience.untilEnded();

    // Guarded by this object's lock.
    private int readers;
    private boolean closed;

    RingFile(OpenFile file, Path path) {
        this.file = file;
        this.path = path;
    }

    /** What is done with the open file while it cannot be closed. */
    @FunctionalInterface
    interface Use<T> {
        T with(OpenFile file, Patience patience) throws IOException;
    }

    <T> T use(Use<T> use) throws IOException {
        synchronized (this) {
            if (closed) {
                throw new ClosedChannelException();
            }
            readers++;
        }
        try {
            return use.with(file, untilClosed);
        } finally {
            leave();
        }
    }

    private void leave() throws IOException {
        boolean last;
        synchronized (this) {
            readers--;
            last = closed && readers == 0;
        }
        if (last) {
            file.close();
        }
    }

    /** {@return the path that the file was opened by} */
    public Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        boolean unused;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            unused = readers == 0;
        }
        untilClosed.end();
        if (unused) {
            file.close();
        }
    }
}
