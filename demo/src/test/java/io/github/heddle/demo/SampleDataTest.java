package io.github.heddle.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleDataTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Output output =
            new Output(new ByteArrayOutputStream(), new PrintStream(err, true, StandardCharsets.UTF_8), false);

    @TempDir
    private Path location;

    @Test
    void isMadeOnceAndMadeAgainWhenIncomplete() throws IOException {
        var sample = new SampleData(location.resolve("sample"), 2, 3, 4096);

        Path files = sample.prepare(output);
        try (var all = Files.walk(files)) {
            assertThat(all.filter(Files::isRegularFile)).hasSize(6).allSatisfy(file -> assertThat(file)
                    .hasSize(4096));
        }
        Path first = files.resolve("d00").resolve("f000");
        byte[] content = Files.readAllBytes(first);
        assertThat(files.resolve("d01").resolve("f002")).exists();

        sample.prepare(output);
        assertThat(err.toString(StandardCharsets.UTF_8)).containsOnlyOnce("Making 6 sample files");

        Files.delete(first);
        sample.prepare(output);
        assertThat(first).hasBinaryContent(content);

        Files.delete(files.resolveSibling("complete"));
        sample.prepare(output);
        assertThat(err.toString(StandardCharsets.UTF_8).lines()).hasSize(3);
    }
}
