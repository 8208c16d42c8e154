package io.github.heddle.demo.bench;

import io.github.heddle.Range;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** How a rival reads a file. */
interface Reads extends AutoCloseable {

    byte[] whole(Path file) throws IOException;

    List<byte[]> ranges(Path file, List<Range> ranges) throws IOException;

    /** {@return how the reads have gone since the process began} */
    default Proof proof() {
        return Proof.NONE;
    }

    /** {@return the ring's native memory in bytes, by what is meant} */
    default Map<String, Double> memory() throws IOException {
        return Map.of();
    }

    @Override
    default void close() {}
}
