package io.github.heddle;

import io.github.heddle.ring.Memory;
import io.github.heddle.ring.Patience;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Reads an open file whose size tells nothing: a pipe, a device, or one that the kernel makes up when it is read. */
final class WholeRead {

    private static final int FIRST = 8 << 10;

    /** The longest array that every JVM can make. */
    static final int MAX_ARRAY = Memory.MAX_ARRAY_BYTES;

    private WholeRead() {}

    /** From the start, or where a pipe stands, to the end. */
    static byte[] read(OpenFile file, Patience patience) throws IOException {
        return read(file, 0, Long.MAX_VALUE, patience);
    }

    /** From an offset so many bytes, or to the end. */
    static byte[] read(OpenFile file, long offset, long length, Patience patience) throws IOException {
        byte[] bytes = new byte[(int) Math.min(FIRST, length)];
        int filled = 0;
        while (filled < length) {
            if (filled == bytes.length) {
                if (filled == MAX_ARRAY) {
                    throw new OutOfMemoryError("Required array size too large");
                }
                bytes = Arrays.copyOf(bytes, (int) Math.min(Math.min(2L * filled, MAX_ARRAY), length));
            }
            ByteBuffer rest = ByteBuffer.wrap(bytes, filled, bytes.length - filled);
            int count = file.isSeekable() ? file.read(rest, offset + filled, patience) : file.readNext(rest, patience);
            if (count < 0) {
                break;
            }
            filled += count;
        }
        return filled == bytes.length ? bytes : Arrays.copyOf(bytes, filled);
    }
}
