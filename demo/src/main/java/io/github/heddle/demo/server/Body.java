package io.github.heddle.demo.server;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The content of an answer: parts of a file, and where there are several what stands between them.
 *
 * @param type its Content-Type
 * @param parts in the order in which they are sent
 * @param end what follows the last one; it and the heads are of ASCII
 */
record Body(String type, List<Part> parts, String end) {
    /** At most so much of a file is in memory for one answer. */
    static final int CHUNK = 128 << 10;

    /**
     * A part of the file and what stands before it.
     *
     * @param head the header of the part, empty if there is one part only
     */
    record Part(String head, ByteRange range) {}

    static Body of(ByteRange range, String type) {
        return new Body(type, List.of(new Part("", range)), "");
    }

    /** Of several ranges, as RFC 9110 has it in section 14.6. */
    static Body of(List<ByteRange> ranges, long size, String type) {
        // By chance it is in the file as well: as unlikely as two equal UUIDs.
        String boundary = UUID.randomUUID().toString();
        List<Part> parts = new ArrayList<>();
        for (ByteRange range : ranges) {
            String head = "\r\n--" + boundary + "\r\nContent-Type: " + type + "\r\nContent-Range: " + range.of(size)
                    + "\r\n\r\n";
            parts.add(new Part(head, range));
        }
        return new Body("multipart/byteranges; boundary=" + boundary, parts, "\r\n--" + boundary + "--\r\n");
    }

    long length() {
        long sum = end.length();
        for (Part part : parts) {
            sum += part.head().length() + part.range().length();
        }
        return sum;
    }

    /** {@return how large a chunk has to be to write it} */
    int chunk() {
        long longest =
                parts.stream().mapToLong(part -> part.range().length()).max().orElse(0);
        return (int) Math.min(CHUNK, longest);
    }

    /**
     * Copies it from the file, chunk by chunk.
     *
     * @throws FileChangedException if the file ends early
     */
    void write(SeekableByteChannel from, Path file, OutputStream to) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(chunk());
        for (Part part : parts) {
            to.write(ascii(part.head()));
            from.position(part.range().first());
            long left = part.range().length();
            while (left > 0) {
                chunk.clear().limit((int) Math.min(chunk.capacity(), left));
                while (chunk.hasRemaining()) {
                    if (from.read(chunk) < 0) {
                        throw new FileChangedException(file);
                    }
                }
                to.write(chunk.array(), 0, chunk.limit());
                left -= chunk.limit();
            }
        }
        to.write(ascii(end));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
