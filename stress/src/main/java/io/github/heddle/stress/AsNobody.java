package io.github.heddle.stress;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The same command once more, by a process that is not root's: it is denied what others may not read, and its rings are
 * charged against the memlock limit.
 */
final class AsNobody {

    private static final List<String> BEHIND = List.of(
            "prlimit", "--memlock=8388608",
            "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=-all", "--bounding-set=-all");

    private AsNobody() {}

    /** {@return why it cannot be had here; empty if it can} */
    static String missing() {
        if (!Commands.isRoot()) {
            return "needs root, to become another user";
        }
        return Commands.has("setpriv") && Commands.has("prlimit") ? "" : "setpriv or prlimit is missing (util-linux)";
    }

    /** {@return the exit status} What it prints follows what was printed here. */
    static int run(PrintWriter out, String... arguments) throws IOException {
        out.flush();
        List<String> command = new ArrayList<>(BEHIND);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", absoluteClassPath(), Main.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .inheritIO()
                .directory(Path.of("/").toFile())
                .start()
                .onExit()
                .join()
                .exitValue();
    }

    /** The other process starts in a directory that every user may enter. */
    private static String absoluteClassPath() {
        return Stream.of(System.getProperty("java.class.path").split(":", -1))
                .map(part -> Path.of(part).toAbsolutePath().toString())
                .collect(Collectors.joining(":"));
    }
}
