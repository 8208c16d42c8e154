package io.github.heddle.demo.server;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** The JDK's calls, which hold the carrier thread as long as the disk takes. */
class JdkReads implements FileReads {
    @Override
    public BasicFileAttributes readAttributes(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class);
    }

    @Override
    public Path toRealPath(Path file) throws IOException {
        return file.toRealPath();
    }

    @Override
    public byte[] readAllBytes(Path file) throws IOException {
        return Files.readAllBytes(file);
    }

    @Override
    public SeekableByteChannel newByteChannel(Path file) throws IOException {
        return Files.newByteChannel(file);
    }
}
