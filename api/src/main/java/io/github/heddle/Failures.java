package io.github.heddle;

import io.github.heddle.ring.Errno;
import io.github.heddle.ring.ErrnoException;
import io.github.heddle.ring.kernel.PathCalls;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** From an errno to the exception that the JDK throws for it: same class, same message, and the errno as its cause. */
final class Failures {

    private Failures() {}

    static IOException ofJdk(ErrnoException e, Path path) {
        String message = PathCalls.message(e.errno());
        if (!e.isOpening()) {
            return new IOException(message, e);
        }
        String file = path.toString();
        FileSystemException failure =
                switch (e.errno()) {
                    case Errno.ENOENT -> new NoSuchFileException(file);
                    case Errno.EACCES -> new AccessDeniedException(file);
                    case Errno.ELOOP -> new FileSystemException(
                            file, null, message + " or unable to access attributes of symbolic link");
                    default -> new FileSystemException(file, null, message);
                };
        failure.initCause(e);
        return failure;
    }
}
