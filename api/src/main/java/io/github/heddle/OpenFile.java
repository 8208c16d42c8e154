package io.github.heddle;

import io.github.heddle.ring.Part;
import io.github.heddle.ring.Patience;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A file that is open for many reads, by any number of threads at once. Reading holds no carrier thread, whichever way
 * it goes.
 *
 * <p>When the patience is over a method throws: {@link ReadDeadlineException} at a deadline, {@link
 * java.nio.channels.AsynchronousCloseException} when it was ended. The buffers are not written to after a method has
 * returned or thrown. Nobody but {@link RingFile} closes an open file while it is used.
 */
interface OpenFile {

    /** {@return whether the file has offsets; a pipe has none} */
    boolean isSeekable();

    /** {@return how large the file is now, in bytes} */
    long size(Patience patience) throws IOException;

    /**
     * Reads from an offset until the buffer is full or the file ends.
     *
     * @return how many bytes, fewer than there is room for only at the end of the file; -1 if there is room, and the
     *     offset is at the end of the file or behind it
     */
    int read(ByteBuffer to, long offset, Patience patience) throws IOException;

    /**
     * Reads once, from where the file stands, what is there. For files without offsets, and one thread at a time.
     *
     * @return how many bytes, at least one if there is room; -1 at the end
     */
    int readNext(ByteBuffer to, Patience patience) throws IOException;

    /** Reads several parts at once, each as {@link #read} does. {@return what read would have returned, for each} */
    int[] readAll(List<Part> parts, Patience patience) throws IOException;

    /** {@return whether {@link #readInMemory} can read anything} */
    default boolean isReadInMemory() {
        return false;
    }

    /**
     * Reads parts in their order as far as that needs no waiting.
     *
     * @param counts for each part that was read, what {@link #read} would have returned
     * @return how many parts were read; the buffer of the next one may have some of its bytes
     */
    default int readInMemory(List<Part> parts, int[] counts) {
        return 0;
    }

    /** Closes the file. Called once, when no read is under way. Never waits for a read. */
    void close() throws IOException;
}
