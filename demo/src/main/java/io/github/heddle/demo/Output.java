package io.github.heddle.demo;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Standard output and standard error as a command sees them.
 *
 * @param stdout bytes, whose failures are thrown: a reader that has gone ends the command
 * @param stderr where messages go, whose failures there is nobody to tell
 * @param progressShown whether a person watches standard error
 */
public record Output(OutputStream stdout, PrintStream stderr, boolean progressShown) {

    /** Set by the launcher, since Java tells only whether input and output both are a terminal. */
    private static final String STDERR_IS_TERMINAL = "heddle.demo.stderr.terminal";

    static Output standard() {
        return new Output(
                new FileOutputStream(FileDescriptor.out), System.err, Boolean.getBoolean(STDERR_IS_TERMINAL));
    }

    PrintWriter out() {
        return new PrintWriter(stdout, true, StandardCharsets.UTF_8);
    }

    public PrintWriter err() {
        return new PrintWriter(stderr, true, StandardCharsets.UTF_8);
    }

    public void print(String text) throws IOException {
        try {
            stdout.write(text.getBytes(StandardCharsets.UTF_8));
            stdout.flush();
        } catch (IOException problem) {
            throw new OutputException(problem);
        }
    }

    /** One line on standard error for one path, whatever bytes its name has. */
    void complain(Path path, String reason) {
        byte[] name = PathText.escaped(PathText.bytes(path));
        synchronized (stderr) {
            stderr.writeBytes("heddle: ".getBytes(StandardCharsets.UTF_8));
            stderr.writeBytes(name);
            stderr.println(": " + reason);
        }
    }

    public void complain(String problem) {
        stderr.println("heddle: " + problem);
    }
}
