package io.github.heddle.ring.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.heddle.ring.Engine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelEngineTest {

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void filesOfAllSizes_comeBackByteForByte(boolean liburing) throws Exception {
        KernelEngine kernel = KernelEngine.open(16, 4 << 20, liburing);
        assertThat(kernel.viaLiburing()).isEqualTo(liburing);
        Engine engine = kernel.engine();
        Random random = new Random(1);
        int b = KernelEngine.BUFFER_BYTES;
        int[] sizes = {0, 1, 4095, b - 1, b, b + 1, 2 * b, 9 * b - 1, 9 * b, 9 * b + 1, 10 * b, 40 * b + 17};
        for (int size : sizes) {
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            Path file = Files.write(directory.resolve("size-" + size), bytes);
            assertThat(engine.read(target(file), () -> PathCalls.sizeIfCached(PathCalls.AT_FDCWD, bytes(file), 0)))
                    .as("%d bytes", size).isEqualTo(bytes);
            assertThat(engine.read(target(file), () -> -1)).as("%d bytes, size unknown", size).isEqualTo(bytes);
            assertThat(engine.read(target(file), () -> size / 2)).as("%d bytes, half known", size).isEqualTo(bytes);
        }
        assertThat(engine.close(DEADLINE)).isZero();
        assertThat(engine.death()).isNull();
    }

    private static Engine.Target target(Path path) {
        return new Engine.Target(PathCalls.AT_FDCWD, bytes(path), 0);
    }

    private static byte[] bytes(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8);
    }
}
