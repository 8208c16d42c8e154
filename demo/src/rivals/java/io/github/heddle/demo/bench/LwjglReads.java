package io.github.heddle.demo.bench;

import io.github.heddle.Range;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/** LWJGL's binding of liburing, behind one event loop. */
@NullMarked
final class LwjglReads implements Reads {
    private final LwjglRing ring;

    LwjglReads() throws IOException {
        ring = new LwjglRing();
    }

    @Override
    public byte[] whole(Path file) throws IOException {
        return Futures.get(ring.read(file.toString()));
    }

    @Override
    public List<byte[]> ranges(Path file, List<Range> ranges) {
        throw new UnsupportedOperationException("reads whole files only");
    }

    @Override
    public void close() {
        ring.close();
    }
}
