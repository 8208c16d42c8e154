package io.github.heddle.demo.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SlowFilesTest {
    @TempDir
    private Path directory;

    @Test
    void answerWhenTheyAreReleased() throws Exception {
        try (SlowFiles files = SlowFiles.below(directory, SlowFiles.UNTIL_RELEASED)) {
            SlowFile file = files.next();
            CompletableFuture<byte[]> read = read(file);
            file.opened().join();

            files.release();

            assertThat(file.holds(read.join())).isTrue();
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void answerAfterTheirDelay() throws Exception {
        try (SlowFiles files = SlowFiles.below(directory, Duration.ofMillis(1))) {
            for (int i = 0; i < 100; i++) {
                SlowFile file = files.next();
                assertThat(file.holds(read(file).join())).isTrue();
                files.done(file);
                assertThat(file.path()).doesNotExist();
            }
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void eachHoldsBytesOfItsOwn() throws Exception {
        try (SlowFiles files = SlowFiles.below(directory, Duration.ofMillis(1))) {
            SlowFile one = files.next();
            SlowFile other = files.next();

            byte[] bytes = read(one).join();

            assertThat(one.holds(bytes)).isTrue();
            assertThat(other.holds(bytes)).isFalse();
        }
    }

    @Test
    void afterAReleaseTheNextOnesAnswerAtOnceUntilTheyAreHeldBack() throws Exception {
        try (SlowFiles files = SlowFiles.below(directory, SlowFiles.UNTIL_RELEASED)) {
            files.release();
            SlowFile released = files.next();
            assertThat(released.holds(read(released).join())).isTrue();

            files.holdBack();
            SlowFile held = files.next();
            CompletableFuture<byte[]> read = read(held);
            held.opened().join();
            assertThat(read).isNotDone();
        }
    }

    @Test
    void theCloseLetsReadersGoAndNeedsNone() throws Exception {
        List<CompletableFuture<byte[]>> reads = new ArrayList<>();
        try (SlowFiles files = SlowFiles.below(directory, SlowFiles.UNTIL_RELEASED)) {
            for (int i = 0; i < 10; i++) {
                SlowFile file = files.next();
                reads.add(read(file));
                file.opened().join();
                files.next(); // which nobody reads
            }
        }
        reads.forEach(CompletableFuture::join);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void thereAreNoneAfterTheClose() throws IOException {
        SlowFiles files = SlowFiles.below(directory, Duration.ZERO);
        files.close();
        files.close();

        assertThatThrownBy(files::next).isInstanceOf(IOException.class).hasMessageContaining("removed");
    }

    @Test
    void tellsWhyTheyCannotBeMade() {
        Path missing = directory.resolve("missing");

        assertThatThrownBy(() -> SlowFiles.below(missing, Duration.ZERO))
                .isInstanceOf(IOException.class)
                .hasMessage("the slow files are named pipes in a new directory below " + missing
                        + ", which cannot be made: no such file");
    }

    private static CompletableFuture<byte[]> read(SlowFile file) {
        var read = new CompletableFuture<byte[]>();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                read.complete(Files.readAllBytes(file.path()));
            } catch (IOException problem) {
                read.completeExceptionally(problem);
            }
        });
        return read;
    }
}
