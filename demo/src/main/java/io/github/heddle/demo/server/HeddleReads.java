package io.github.heddle.demo.server;

import io.github.heddle.RingFiles;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** The same calls of {@link RingFiles}, which park the virtual thread and leave its carrier to others. */
final class HeddleReads implements FileReads {
    @Override
    public BasicFileAttributes readAttributes(Path file) throws IOException {
        return RingFiles.readAttributes(file, BasicFileAttributes.class);
    }

    @Override
    public Path toRealPath(Path file) throws IOException {
        return RingFiles.toRealPath(file);
    }

    @Override
    public byte[] readAllBytes(Path file) throws IOException {
        return RingFiles.readAllBytes(file);
    }

    @Override
    public SeekableByteChannel newByteChannel(Path file) throws IOException {
        return RingFiles.newByteChannel(file);
    }
}
