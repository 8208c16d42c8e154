package io.github.heddle;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A pipe with a name: whoever reads it hangs until somebody writes. */
final class Fifo {

    private final Path path;

    private Fifo(Path path) {
        this.path = path;
    }

    static Fifo make(Path path) throws Exception {
        Tools.run("mkfifo", path.toString());
        return new Fifo(path);
    }

    /** Makes so many in a directory at once. */
    static List<Fifo> make(Path directory, int count) throws Exception {
        List<Fifo> made = new ArrayList<>();
        List<String> command = new ArrayList<>(List.of("mkfifo"));
        for (int i = 0; i < count; i++) {
            made.add(new Fifo(directory.resolve("pipe-" + i)));
            command.add(made.getLast().path.toString());
        }
        Tools.run(command.toArray(String[]::new));
        return made;
    }

    Path path() {
        return path;
    }

    /** Waits for a reader, gives it the text and the end. */
    void write(String text) throws IOException {
        Files.writeString(path, text, StandardOpenOption.WRITE);
    }

    /** Gives the end to whoever still reads, or comes to read, until nobody is needed any more who might. */
    void letGoUntil(BooleanSupplier done) throws IOException {
        while (!done.getAsBoolean()) {
            letGo();
            Thread.onSpinWait();
        }
    }

    /** Gives the end to whoever reads now. */
    void letGo() throws IOException {
        // Open for both, a pipe waits for no other side; a reader that waits for a writer has one then.
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE).close();
    }
}
