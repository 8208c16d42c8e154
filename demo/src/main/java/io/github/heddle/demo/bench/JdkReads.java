package io.github.heddle.demo.bench;

import io.github.heddle.Range;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The JDK's own ways: {@code Files.readAllBytes}, and positional reads of a {@code FileChannel}. */
final class JdkReads implements Reads {
    @Override
    public byte[] whole(Path file) throws IOException {
        return Files.readAllBytes(file);
    }

    @Override
    public List<byte[]> ranges(Path file, List<Range> ranges) throws IOException {
        List<byte[]> parts = new ArrayList<>(ranges.size());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            for (Range range : ranges) {
                parts.add(part(channel, range));
            }
        }
        return parts;
    }

    private static byte[] part(FileChannel channel, Range range) throws IOException {
        var part = ByteBuffer.allocate(range.length());
        while (part.hasRemaining()) {
            if (channel.read(part, range.offset() + part.position()) < 0) {
                throw new EOFException("the file ends within " + range);
            }
        }
        return part.array();
    }
}
