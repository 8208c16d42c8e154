package io.github.heddle.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Serial;
import picocli.CommandLine.ExitCode;

/** Standard output takes no more. */
final class OutputException extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    /** What a shell shows for a program that SIGPIPE ended, as it ends most that write into a closed pipe. */
    static final int READER_GONE = 128 + 13;

    OutputException(IOException cause) {
        super("cannot write to standard output: " + Reason.of(cause), cause);
    }

    int report(PrintWriter err) {
        if (Reason.of(this).endsWith("Broken pipe")) {
            return READER_GONE;
        }
        err.println("heddle: " + getMessage());
        return ExitCode.SOFTWARE;
    }
}
