package io.github.heddle.demo.server;

import io.github.heddle.demo.Reason;
import io.helidon.http.Header;
import io.helidon.http.Status;
import java.io.IOException;
import java.io.Serial;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;

/** A request that is answered by a status and a line of text. The text names no path of the server's. */
final class Refusal extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    private final transient Status status;
    private final transient List<Header> headers;

    Refusal(Status status, String text, Header... headers) {
        super(text, null, false, false); // nobody looks at its stack trace
        this.status = status;
        this.headers = List.of(headers);
    }

    Status status() {
        return status;
    }

    List<Header> headers() {
        return headers;
    }

    static Refusal noSuchFile() {
        return new Refusal(Status.NOT_FOUND_404, "no such file");
    }

    /** What a failed look-up or read means to the client. */
    static Refusal of(IOException problem) {
        return switch (problem) {
            case NoSuchFileException _, NotDirectoryException _, FileSystemLoopException _ -> noSuchFile();
            case AccessDeniedException _ -> new Refusal(Status.FORBIDDEN_403, "permission denied");
            case FileChangedException _ ->
                new Refusal(Status.SERVICE_UNAVAILABLE_503, "the file is being changed: try again later");
            case FileSystemException failure -> of(Reason.of(failure));
            default -> new Refusal(Status.INTERNAL_SERVER_ERROR_500, "the file cannot be read");
        };
    }

    // The JDK tells these by their text only.
    private static Refusal of(String reason) {
        return switch (reason) {
            case "Not a directory", "File name too long", "Too many levels of symbolic links",
                    "Too many levels of symbolic links or unable to access attributes of symbolic link" -> noSuchFile();
            case "Too many open files", "Too many open files in system" ->
                new Refusal(Status.SERVICE_UNAVAILABLE_503, "too many open files: try again later");
            default -> new Refusal(Status.INTERNAL_SERVER_ERROR_500, "the file cannot be read: " + reason);
        };
    }
}
