package io.github.heddle.stress;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;

/** Commands of the system, and what this process may do with them. */
final class Commands {

    private Commands() {}

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    static boolean has(String command) {
        String path = System.getenv("PATH");
        return path != null
                && Arrays.stream(path.split(":", -1)).anyMatch(directory -> Files.isExecutable(Path.of(directory, command)));
    }

    /** Runs a command to its end. {@return what it printed} */
    static String run(Object... words) throws IOException {
        String[] command = Arrays.stream(words).map(Object::toString).toArray(String[]::new);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.onExit().join().exitValue();
        if (status != 0) {
            throw new IOException(String.join(" ", command) + " ended with status " + status + ": " + output.strip());
        }
        return output.strip();
    }

    static void deleteTree(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
