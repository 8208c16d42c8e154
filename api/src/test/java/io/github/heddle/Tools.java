package io.github.heddle;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What tests need of the machine. */
final class Tools {

    private Tools() {}

    static boolean has(String command) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, command)));
    }

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /**
     * {@return a command that starts what follows as another user, without any privilege} No other process has its
     * number, as the kernel counts some limits by it.
     */
    static List<String> anotherUser() throws Exception {
        assumeTrue(isRoot() && has("setpriv"), "needs root and setpriv, to be another user");
        String user = String.valueOf(60_000 + ProcessHandle.current().pid() % 5_000);
        List<String> command = List.of("setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups",
                "--inh-caps=-all", "--bounding-set=-all");
        List<String> look = new ArrayList<>(command);
        look.addAll(List.of("test", "-r", System.getProperty("java.home") + "/release"));
        assumeTrue(new ProcessBuilder(look).start().waitFor() == 0, "another user cannot read the JDK here");
        return command;
    }

    /** Runs a command to its end. {@return what it printed} */
    static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", command) + ": " + output);
        }
        return output;
    }

    /** Drops what the page cache holds of one file, after it has been written to the disk. */
    static void dropPages(Path file) throws Exception {
        run("dd", "of=" + file, "oflag=nocache", "conv=notrunc,fdatasync", "count=0", "status=none");
    }

    /** Drops the names and inodes that the kernel remembers, of all file systems: it is felt by everybody. */
    static void dropNames() throws Exception {
        Files.writeString(Path.of("/proc/sys/vm/drop_caches"), "2");
    }

    static void deleteTree(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(path);
            }
        }
    }
}
