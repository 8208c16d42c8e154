package io.github.heddle.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PathTextTest {
    @TempDir
    private Path directory;

    @Test
    void keepsBytesThatAreNoText() throws Exception {
        var shell = new ProcessBuilder("sh", "-c", "printf x > \"$(printf 'a\\377b')\"")
                .directory(directory.toFile())
                .start();
        assumeTrue(shell.waitFor() == 0, "the file system takes no such names");

        byte[] name = PathText.bytes(onlyChild());

        assertThat(HexFormat.of().formatHex(name)).endsWith("2f61ff62");
        assertThat(new String(name, StandardCharsets.UTF_8)).startsWith(directory.toString());
    }

    @Test
    void leavesOrdinaryNamesAlone() {
        byte[] name = "plain name".getBytes(StandardCharsets.US_ASCII);

        assertThat(PathText.bytes(Path.of("plain name"))).isEqualTo(name);
        assertThat(PathText.escaped(name)).isEqualTo(name);
    }

    private Path onlyChild() throws IOException {
        try (var children = Files.list(directory)) {
            return children.findFirst().orElseThrow();
        }
    }
}
