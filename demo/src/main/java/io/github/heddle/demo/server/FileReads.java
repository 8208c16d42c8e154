package io.github.heddle.demo.server;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * What the server asks of a file system. Its two sides, {@link JdkReads} and {@link HeddleReads}, differ in this and in
 * nothing else.
 */
interface FileReads {
    BasicFileAttributes readAttributes(Path file) throws IOException;

    Path toRealPath(Path file) throws IOException;

    byte[] readAllBytes(Path file) throws IOException;

    SeekableByteChannel newByteChannel(Path file) throws IOException;
}
