package io.github.heddle.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;

/** What a file holds, as a plain stream read it. */
record Reference(Path file, long size, long crc32c) {

    static Reference take(Path file) throws IOException {
        var checksum = new CRC32C();
        try (var stream = new CheckedInputStream(Files.newInputStream(file), checksum)) {
            long size = stream.transferTo(OutputStream.nullOutputStream());
            return new Reference(file, size, checksum.getValue());
        }
    }

    boolean isOf(byte[] content) {
        return content.length == size && crc32c(content) == crc32c;
    }

    String differenceTo(byte[] content) {
        return String.format(
                "wrong bytes: %d with CRC32C %08x, where a plain stream read %d with %08x;"
                        + " did the file change meanwhile?",
                content.length, crc32c(content), size, crc32c);
    }

    private static long crc32c(byte[] content) {
        var checksum = new CRC32C();
        checksum.update(content);
        return checksum.getValue();
    }
}
