package io.github.heddle.demo.bench;

import io.github.heddle.demo.Kernel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Where and when figures were taken. */
final class Machine {
    private Machine() {}

    /** {@return what is known, in reading order} */
    static Map<String, String> facts(Path data, List<String> command) throws IOException {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        facts.put("kernel", new Kernel(Path.of("/proc")).release());
        facts.put("cpu", value(Path.of("/proc/cpuinfo"), "model name"));
        facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("memory", value(Path.of("/proc/meminfo"), "MemTotal"));
        facts.put("jdk", System.getProperty("java.vendor") + " " + Runtime.version());
        var store = Files.getFileStore(data);
        facts.put("data", data.toAbsolutePath() + " on " + store.type() + ", " + store.name());
        facts.put("command", "heddle " + String.join(" ", command));
        String commit = commit();
        if (!commit.isEmpty()) {
            facts.put("commit", commit);
        }
        return facts;
    }

    private static String value(Path file, String name) {
        try {
            for (String line : Files.readAllLines(file)) {
                int colon = line.indexOf(':');
                if (line.startsWith(name) && colon > 0) {
                    return line.substring(colon + 1).strip();
                }
            }
        } catch (IOException absent) {
            return "unknown";
        }
        return "unknown";
    }

    /** Of the sources that the launcher has built from; empty where git does not know them. */
    private static String commit() {
        Path module = Path.of(System.getProperty("jdk.module.path", "").split(":", 2)[0]).toAbsolutePath();
        String directory = String.valueOf(module.getParent());
        try {
            Process git = new ProcessBuilder("git", "-C", directory, "describe", "--always", "--dirty", "--abbrev=12")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String commit = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return git.waitFor(1, TimeUnit.MINUTES) && git.exitValue() == 0 ? commit.strip() : "";
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return "";
        } catch (IOException noGit) {
            return "";
        }
    }
}
