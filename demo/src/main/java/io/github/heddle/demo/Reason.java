package io.github.heddle.demo;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Why a file could not be read, without its path, in the words of the command line. */
public final class Reason {
    private Reason() {}

    public static String of(Throwable problem) {
        String reason =
                switch (problem) {
                    case NoSuchFileException _ -> "no such file";
                    case AccessDeniedException _ -> "permission denied";
                    case NotDirectoryException _ -> "not a directory";
                    case FileSystemException failure when failure.getReason() != null -> failure.getReason();
                    case OutOfMemoryError failure ->
                        "not enough memory for its bytes (" + failure.getMessage()
                                + "); HEDDLE_JAVA_OPTS=-Xmx... gives Java more";
                    default -> problem.getMessage();
                };
        return reason == null ? problem.getClass().getSimpleName() : reason;
    }
}
