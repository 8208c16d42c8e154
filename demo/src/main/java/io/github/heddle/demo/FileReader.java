package io.github.heddle.demo;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A way to read a whole file. */
@FunctionalInterface
interface FileReader {
    long LARGEST = Integer.MAX_VALUE - 8L;

    byte[] read(Path file) throws IOException;

    static void checkSize(Path file, long size) throws FileSystemException {
        if (size > LARGEST) {
            throw new FileSystemException(file.toString(), null, "larger than 2 GiB, the most one array holds");
        }
    }
}
