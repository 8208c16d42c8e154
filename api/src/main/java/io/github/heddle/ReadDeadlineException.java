package io.github.heddle;

import java.nio.file.FileSystemException;

/**
 * A read was given up at the deadline that its caller had set with {@code FileRing.within}. The message names the file,
 * the time that the read was given, and what it waited for when that was over.
 *
 * <p>Nothing of the file is lost by it but, on a pipe, bytes that were under way. What the kernel still holds of the
 * read, because a device or a server does not answer, stays with the kernel until it lets go.
 *
 * {@snippet class="io.github.heddle.SnippetsTest" region="deadline"}
 */
public final class ReadDeadlineException extends FileSystemException {

    private static final long serialVersionUID = 1L;

    ReadDeadlineException(String file, String reason) {
        super(file, null, reason);
    }
}
