package io.github.heddle.demo.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.heddle.demo.Jvm;
import io.github.heddle.demo.Main;
import io.github.heddle.demo.PageCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class CompareCommandTest {
    @TempDir
    private Path directory;

    @TempDir
    private Path elsewhere;

    @BeforeEach
    void files() throws IOException {
        Files.writeString(directory.resolve("plain"), "content");
        Files.writeString(directory.resolve("empty"), "");
        Path sub = Files.createDirectory(directory.resolve("sub directory"));
        Files.writeString(sub.resolve("50% of ü+?#;&"), "more content");
    }

    @Test
    void loadsBothSidesInTurnsAndLeavesNothingBehind() throws IOException {
        CommandRun run = compare(
                "--dir", directory, "--rate", 50, "--pings", 20, "--seconds", 1, "--slow", 3, "--slow-delay", 0.1,
                "--json");

        assertThat(run.status()).as("%s", run).isZero();
        Map<String, Object> json = run.json();
        assertThat(json).containsEntry("files", 3).containsEntry("slowReaders", 3);
        List<?> sides = (List<?>) Objects.requireNonNull(json.get("sides"));
        assertThat(sides).extracting("side").containsExactly("jdk", "heddle");
        for (Object side : sides) {
            assertThat(side).extracting("files").extracting("failed").isEqualTo(0);
            assertThat(side).extracting("ping").extracting("failed").isEqualTo(0);
            assertThat(side).extracting("slowReads").isNotEqualTo(0);
        }
        assertThat(sides.getLast()).extracting("files").extracting("answered").isNotEqualTo(0);
        try (var entries = Files.list(directory)) {
            assertThat(entries).hasSize(3);
        }
    }

    @Test
    void printsATableForAPerson() {
        CommandRun run = compare("--dir", directory, "--rate", 20, "--pings", 10, "--seconds", 1);

        assertThat(run.status()).as("%s", run).isZero();
        assertThat(run.out())
                .startsWith("3 files below " + directory + ": 20 files and 10 pings a second.\nIn turns: 1 × 1.0 s ")
                .containsPattern("(?m)^files  JDK +[\\d.]+")
                .containsPattern("(?m)^files  Heddle +[\\d.]+")
                .containsPattern("(?m)^ping   Heddle +[\\d.]+")
                .containsPattern("(?m)^Heddle's reads: \\d+ from memory, \\d+ by the ring, \\d+ by the thread pool");
    }

    @Test
    void endsItsServersAndRemovesItsPipesAtASignal() throws Exception {
        try (WatchService watch = directory.getFileSystem().newWatchService()) {
            directory.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            Process compare = Jvm.start(
                    Main.class,
                    List.of(),
                    List.of("compare", "--dir", directory.toString(), "--seconds", "600", "--slow", "2"));
            Path pipes = directory.resolve((Path) watch.take().pollEvents().getFirst().context());
            List<ProcessHandle> servers = awaitServer(compare);

            compare.destroy();

            assertThat(compare.waitFor()).isNotZero();
            for (ProcessHandle server : servers) {
                server.onExit().get(60, TimeUnit.SECONDS);
            }
            assertThat(pipes).doesNotExist();
        }
    }

    private static List<ProcessHandle> awaitServer(Process of) {
        List<ProcessHandle> servers = of.children().toList();
        while (servers.isEmpty() && of.isAlive()) {
            Thread.onSpinWait();
            servers = of.children().toList();
        }
        return servers;
    }

    @Test
    void refusesWrongArguments() {
        assertRefused("--rate must be from 1 to 100000, not 0.", "--rate", 0);
        assertRefused("--pings must be from 1 to 100000, not -1.", "--pings", -1);
        assertRefused("--seconds must be from 1 to 86400, not 0.5.", "--seconds", 0.5);
        assertRefused("--slow must be from 0 to 1000, not 1001.", "--slow", 1001);
        assertRefused("--slow-delay must be from 0.001 to 86400, not 0.", "--slow-delay", 0);
        assertRefused("--rate must be from 1 to 100000, not NaN.", "--rate", "NaN");
        assertRefused("no-such-directory: no such directory.", "--dir", "no-such-directory");
        assertRefused(" is not a directory.", "--dir", directory.resolve("plain"));
        assertRefused(" has no regular file below it that can be read", "--dir", elsewhere);
    }

    @Test
    void coldNeedsAPageCacheThatMayBeEmptied() {
        CommandRun run = compare("--dir", directory, "--cold");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("--cold: writing no-such-directory/drop_caches: no such file; run as root");
    }

    private static void assertRefused(String message, Object... arguments) {
        CommandRun run = compare(arguments);

        assertThat(run.status()).as("%s", run).isEqualTo(2);
        assertThat(run.err()).contains(message);
    }

    private static CommandRun compare(Object... arguments) {
        // The real page cache is the machine's: tests do not empty it.
        var nowhere = new PageCache(Path.of("no-such-directory", "drop_caches"), List.of("true"), Set.of());
        return CommandRun.of(output -> new CompareCommand(output, nowhere), arguments);
    }
}
