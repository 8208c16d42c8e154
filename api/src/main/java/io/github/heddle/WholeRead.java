package io.github.heddle;

import io.github.heddle.ring.Patience;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Reads an open file whose size tells nothing from its start to its end: a pipe, or one that the kernel makes up. */
final class WholeRead {

    private static final int FIRST = 8 << 10;
    private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

    private WholeRead() {}

    static byte[] read(OpenFile file, Patience patience) throws IOException {
        byte[] bytes = new byte[FIRST];
        int filled = 0;
        while (true) {
            ByteBuffer rest = ByteBuffer.wrap(bytes, filled, bytes.length - filled);
            int count = file.isSeekable() ? file.read(rest, filled, patience) : file.readNext(rest, patience);
            if (count < 0) {
                return Arrays.copyOf(bytes, filled);
            }
            filled += count;
            if (filled == bytes.length) {
                if (filled == MAX_ARRAY) {
                    throw new OutOfMemoryError("Required array size too large");
                }
                bytes = Arrays.copyOf(bytes, (int) Math.min(2L * filled, MAX_ARRAY));
            }
        }
    }
}
