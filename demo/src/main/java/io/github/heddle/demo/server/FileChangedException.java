package io.github.heddle.demo.server;

import java.io.Serial;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A file is not what it was when the answer began. */
final class FileChangedException extends FileSystemException {
    @Serial
    private static final long serialVersionUID = 1;

    FileChangedException(Path file) {
        super(file.toString(), null, "it was changed while it was read");
    }
}
