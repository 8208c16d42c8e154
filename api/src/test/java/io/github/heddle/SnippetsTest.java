package io.github.heddle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The snippets of the Javadoc: the build compiles them, runs them, and shows them from here. */
class SnippetsTest {

    @TempDir
    static Path directory;

    private static final FileRing ring = FileRing.open();
    private static Path path = Path.of("");

    @BeforeAll
    static void makeFile() throws IOException {
        path = Files.write(directory.resolve("data.bin"), new byte[100_000]);
    }

    @AfterAll
    static void close() {
        ring.close();
    }

    @Test
    void range() throws IOException {
        // @start region="range"
        Range header = new Range(0, 512); // the first 512 bytes
        Range trailer = Range.last(32); // the last 32
        // @end
        assertThat(header.offset()).isZero();
        assertThat(trailer.offset()).isEqualTo(-32);
    }

    @Test
    void request() {
        // @start region="request"
        ReadRequest whole = ReadRequest.of(path);
        ReadRequest footer = ReadRequest.of(path, Range.last(64));
        // @end
        assertThat(whole.range()).isEmpty();
        assertThat(footer.range()).isPresent();
    }
}
