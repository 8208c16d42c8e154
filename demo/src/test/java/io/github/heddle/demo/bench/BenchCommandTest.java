package io.github.heddle.demo.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.github.heddle.RingFiles;
import io.github.heddle.demo.Output;
import io.github.heddle.demo.PageCache;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BenchCommandTest {
    private static final Sizes TINY = new Sizes(20, 4, 4, 40, 20, 10, 10, 10, 64 << 10);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path data;

    @Test
    void comparesAllRivalsOnFilesInMemory() throws IOException {
        assumeTrue(RingFiles.backend().isRing(), "there is no ring here");

        Path json = data.resolve("all.json");
        Path page = data.resolve("all.html");
        Path plot = data.resolve("all.svg");
        int status = bench("W3", "--rounds", "1", "--rivals", "--data", data.toString(), "--json", json.toString(),
                "--report", page.toString(), "--plot", plot.toString());

        assertThat(status).as("%s%s", err, out).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .containsPattern("(?m)^Heddle  .*[\\d,]+")
                .containsPattern("(?m)^Files, parallelism=256 +[\\d,]+")
                .containsPattern("(?m)^Files, pool of 16 +[\\d,]+")
                .containsPattern("(?m)^LWJGL liburing: not built in; HEDDLE_RIVALS=1 ")
                .containsPattern("(?m)^proof: io_uring .*; 0 reads by the ring, 20 from memory, 0 by the thread pool$")
                .containsPattern("(?m)^W3 +Heddle : Files on virtual threads +≥ 1.20 ×");
        assertThat(JSON.std.mapFrom(json.toFile())).containsKeys("machine", "cold", "leftOut", "targets", "contests");
        assertThat(page).content().contains("<h1>", "Files, pool of 256", "</svg>").doesNotContain("http", "NaN");
        assertThat(plot).content().contains("W3: files/s", "LWJGL liburing: not built in", "</svg>");
    }

    @Test
    void evictsOnlyTheDataWhereTheCachesMayNotBeDropped() throws IOException {
        assumeTrue(RingFiles.backend().isRing(), "there is no ring here");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "python3 is missing");
        assumeTrue(!Files.getFileStore(data).type().equals("tmpfs"), "the temporary directory is on tmpfs");

        int status = bench("W6", "--rounds", "1", "--data", data.toString());

        assertThat(status).as("%s%s", err, out).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("inodes and directories stay warm")
                .containsPattern("(?m)^W6 cold +one caller alone")
                .containsPattern("(?m)^proof: io_uring .* 0 by the thread pool$");
    }

    @Test
    void leavesColdTurnsOutWhereFilesAreAlwaysInMemory() throws IOException {
        assumeTrue(RingFiles.backend().isRing(), "there is no ring here");
        var inMemory = new PageCache(
                data.resolve("none"), List.of("true"), Set.of(Files.getFileStore(data).type()));

        int status = bench(inMemory, "scaling", "W8", "idle", "--rounds", "1", "--data", data.toString());

        assertThat(status).as("%s%s", err, out).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("left out: W8 100,000 callers", "files are always in memory")
                .containsPattern("(?m)^files/s by callers +1 +10 +100 +1,000 +10,000$")
                .containsPattern("(?m)^MB/s by bytes in a file +512 B +4 KiB +32 KiB +256 KiB +2 MiB +16 MiB +64 MiB$")
                .containsPattern("(?m)^idle +CPU of the reaper ");
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThat(bench("W77", "--data", data.toString())).isEqualTo(2);
        assertThat(bench("--rounds", "0")).isEqualTo(2);
    }

    @Test
    void refusesAFileThatCannotBeWritten_beforeItMeasures() {
        Path nowhere = data.resolve("none").resolve("plot.svg");

        for (String option : List.of("--plot", "--report", "--json")) {
            assertThat(bench(option, nowhere.toString(), "--data", data.toString())).isEqualTo(2);
            assertThat(bench(option, data.toString(), "--data", data.toString())).isEqualTo(2);
            assertThat(err.toString(StandardCharsets.UTF_8))
                    .contains(option + " " + nowhere + ": no such directory.", option + " " + data + " is a directory.");
        }
        assertThat(data).isEmptyDirectory();
    }

    private int bench(String... arguments) {
        // The real page cache is the machine's: tests do not empty it.
        return bench(
                new PageCache(Path.of("no-such-directory", "drop_caches"), List.of("true"), Set.of("tmpfs")),
                arguments);
    }

    private int bench(PageCache pageCache, String... arguments) {
        var output = new Output(out, new PrintStream(err, true, StandardCharsets.UTF_8), false);
        return new CommandLine(new BenchCommand(output, pageCache, TINY))
                .setErr(output.err())
                .execute(arguments);
    }
}
