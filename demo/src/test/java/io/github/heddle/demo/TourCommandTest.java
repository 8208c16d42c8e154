package io.github.heddle.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.heddle.RingFiles;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TourCommandTest {
    @TempDir
    private Path directory;

    @TempDir
    private Path elsewhere;

    @BeforeEach
    void makeFiles() throws IOException {
        Run.file(directory.resolve("a"), "12345");
        Run.file(directory.resolve("sub/b"), "123");
    }

    @Test
    void comparesWarmReadsWhereTheCacheMayNotBeEmptied() {
        Run run = Run.heddle("tour", directory, "--rounds", 1);

        assertThat(run.status()).isZero();
        assertThat(run.err()).contains("Cold rounds are left out: ", "no such file", "root");
        assertThat(run.out())
                .contains(RingFiles.backend().kind().toString())
                .containsPattern("(?m)^files +2$")
                .containsPattern("(?m)^bytes +8$")
                .containsPattern("(?m)^ +files/s +MB/s +p50 +p99$")
                .containsPattern("(?m)^warm  RingFiles +[\\d,]+ +[\\d.,]+ +[\\d.,]+ ms +[\\d.,]+ ms$")
                .containsPattern("(?m)^warm  Files  ")
                .containsPattern("(?m)^warm  RingFiles : Files = [\\d.]+ : 1$")
                .doesNotContain("cold");
    }

    @Test
    void emptiesTheCacheBeforeColdTurns() throws IOException {
        Path control = Files.createFile(elsewhere.resolve("drop_caches"));

        Run run = Run.tour(RingFiles::readAllBytes, cache(control), "tour", directory, "--rounds", 2);

        assertThat(run.status()).isZero();
        assertThat(control).content().startsWith("3\n");
        assertThat(run.out())
                .containsPattern("(?m)^cold  RingFiles  ")
                .containsPattern("(?m)^cold  Files  ")
                .containsPattern("(?m)^cold  RingFiles : Files = ")
                .containsPattern("(?m)^warm  RingFiles : Files = ");
    }

    @Test
    void leavesColdRoundsOutWhereFilesAreAlwaysInMemory() throws IOException {
        String type = Files.getFileStore(directory).type();
        var cache = new PageCache(elsewhere.resolve("drop_caches"), List.of("true"), Set.of(type));

        Run run = Run.tour(RingFiles::readAllBytes, cache, "tour", directory, "--rounds", 1);

        assertThat(run.status()).isZero();
        assertThat(run.err()).contains("Cold rounds are left out: " + directory + " lies on " + type);
        assertThat(run.out()).doesNotContain("cold");
    }

    @Test
    void failsLoudlyOnWrongBytes() {
        FileReader flipsABit = file -> {
            byte[] content = Files.readAllBytes(file);
            content[0] ^= 1;
            return content;
        };

        Run run = tour(flipsABit);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .contains("heddle: " + directory.resolve("a") + ": RingFiles read wrong bytes: 5 with CRC32C ")
                .contains("heddle: " + directory.resolve("sub/b") + ": RingFiles read wrong bytes: 3 ");
    }

    @Test
    void failsLoudlyOnMissingBytes() {
        Run run = tour(_ -> new byte[0]);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("RingFiles read wrong bytes: 0 with CRC32C 00000000");
    }

    @Test
    void tellsOfTenFailedReadsAndHowManyMore() throws IOException {
        for (int i = 0; i < 11; i++) {
            Run.file(directory.resolve("more" + i), "x");
        }

        Run run = tour(file -> {
            throw new FileSystemException(file.toString(), null, "Input/output error");
        });

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err().lines().filter(line -> line.endsWith("could not read it: Input/output error")))
                .hasSize(10);
        assertThat(run.err()).contains("heddle: and 3 more\n");
    }

    @Test
    void tellsOfADirectoryWithoutFiles() {
        Run run = Run.heddle("tour", elsewhere);

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).startsWith("heddle: " + elsewhere + " has no regular file below it");
    }

    private Run tour(FileReader ringFiles) {
        return Run.tour(ringFiles, cache(elsewhere.resolve("none")), "tour", directory, "--rounds", 1);
    }

    private static PageCache cache(Path control) {
        return new PageCache(control, List.of("true"), Set.of());
    }
}
