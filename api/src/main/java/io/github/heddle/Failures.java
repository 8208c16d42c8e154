package io.github.heddle;

import io.github.heddle.ring.Errno;
import io.github.heddle.ring.ErrnoException;
import io.github.heddle.ring.GivenUpException;
import io.github.heddle.ring.Patience;
import io.github.heddle.ring.kernel.PathCalls;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** From an errno to the exception that the JDK throws for it: same class, same message, and the errno as its cause. */
final class Failures {

    private Failures() {}

    /** What the JDK says where a file has no offsets. */
    static final String NO_OFFSETS = "Illegal seek";

    /** @throws IOException where the file has no offsets */
    static void requireOffsets(OpenFile file) throws IOException {
        if (!file.isSeekable()) {
            throw new IOException(NO_OFFSETS);
        }
    }

    static IOException givenUp(Path path, Patience patience, GivenUpException cause) {
        return givenUp(path, patience, String.valueOf(cause.getMessage()), cause);
    }

    /** What a caller is told who has given up: its deadline has passed, or its file or its iterator was closed. */
    static IOException givenUp(Path path, Patience patience, String where, @Nullable Throwable cause) {
        IOException failure = patience.isEnded()
                ? new AsynchronousCloseException()
                : new ReadDeadlineException(
                        path.toString(), "not read within " + patience.duration().orElseThrow() + ": at the deadline it was " + where);
        failure.initCause(cause);
        return failure;
    }

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
