package io.github.heddle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a ring promises beyond the answers of {@link Files}. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(SkipReason.class)
@ParameterizedClass
@EnumSource
class FileRingTest {

    private final Setup setup;
    private final Engines engine;
    private final FileRing ring;

    @TempDir
    Path directory;

    FileRingTest(Setup setup) {
        this.setup = setup;
        engine = setup.engine();
        ring = setup.open();
    }

    @AfterEach
    void close() {
        ring.close();
    }

    @Test
    void backend_isTheOneAskedFor() {
        assertThat(ring.backend().kind().name()).isEqualTo(engine.name());
        assertThat(ring.backend().isRing()).isEqualTo(engine != Engines.THREADS);
        assertThat(ring.backend().reason().isPresent()).isEqualTo(engine == Engines.THREADS);
    }

    @Test
    void warmFile_isReadOnTheCallersThreadWhereThatIsAskedFor() throws Exception {
        Path file = Files.write(directory.resolve("file"), new byte[1000]);
        for (int i = 0; i < 10; i++) {
            assertThat(ring.read(file)).hasSize(1000);
        }
        assertThat(ring.statistics().cachedReads() > 0).isEqualTo(setup.isCached());
    }

    @Test
    void badArguments_areNamed() {
        Path path = directory.resolve("file");
        assertThatThrownBy(() -> ring.read(nothing())).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> ring.read(nothing(), 0, 1)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> ring.read(path, -1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("offset -1");
        assertThatThrownBy(() -> ring.read(path, 0, -7))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("length -7");
    }

    @SuppressWarnings("NullAway") // what a caller without null checks does
    private static Path nothing() {
        return null;
    }

    @Test
    void readAfterClose_isRefused() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "text");
        ring.close();
        ring.close();
        assertThatThrownBy(() -> ring.read(file))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void oneMissingAmongTenThousand_failsAlone() throws Exception {
        byte[] bytes = new byte[1000];
        List<Path> paths = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            paths.add(Files.write(directory.resolve("file-" + i), bytes));
        }
        int failures = 0;
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<byte[]>> reads = new ArrayList<>();
            for (int i = 0; i < 10_000; i++) {
                Path path = i == 4321 ? directory.resolve("missing") : paths.get(i % paths.size());
                reads.add(executor.submit(() -> ring.read(path)));
            }
            for (Future<byte[]> read : reads) {
                try {
                    assertThat(read.get()).hasSize(1000);
                } catch (ExecutionException e) {
                    assertThat(e.getCause()).isInstanceOf(NoSuchFileException.class);
                    failures++;
                }
            }
        }
        assertThat(failures).isEqualTo(1);
    }
}
