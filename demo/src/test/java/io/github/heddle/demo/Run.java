package io.github.heddle.demo;

import com.fasterxml.jackson.jr.ob.JSON;
import io.github.heddle.RingFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a run of the command in this JVM printed, and its exit status. */
record Run(int status, String out, String err) {

    static Run heddle(Object... arguments) {
        // The real page cache is the machine's: tests do not empty it.
        var nowhere = new PageCache(Path.of("no-such-directory", "drop_caches"), List.of("true"), Set.of());
        return tour(RingFiles::readAllBytes, nowhere, arguments);
    }

    static Run tour(FileReader ringFiles, PageCache pageCache, Object... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var output = new Output(out, new PrintStream(err, true, StandardCharsets.UTF_8), false);
        int status = execute(output, new TourCommand(output, ringFiles, pageCache), arguments);
        return new Run(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Runs with a standard output that fails. */
    static Run heddleInto(OutputStream stdout, Object... arguments) {
        var err = new ByteArrayOutputStream();
        var output = new Output(stdout, new PrintStream(err, true, StandardCharsets.UTF_8), false);
        int status = execute(output, new TourCommand(output), arguments);
        return new Run(status, "", err.toString(StandardCharsets.UTF_8));
    }

    private static int execute(Output output, TourCommand tour, Object... arguments) {
        String[] words = new String[arguments.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = arguments[i].toString();
        }
        return Main.commandLine(output, tour).execute(words);
    }

    Map<String, Object> json() throws IOException {
        return JSON.std.mapFrom(out);
    }

    static Path file(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }
}
