package io.github.heddle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.heddle.ring.Bell;
import io.github.heddle.ring.Engine;
import io.github.heddle.ring.EngineGroup;
import io.github.heddle.ring.Memory;
import io.github.heddle.ring.Ring;
import io.github.heddle.ring.kernel.KernelEngines;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@ExtendWith(SkipReason.class)
class BrokenRingTest {

    @TempDir
    Path directory;

    @Test
    void ringThatBreaks_isReplacedByTheThreadPool() throws Exception {
        assumeTrue(!"off".equals(System.getProperty("heddle.io_uring")), "io_uring is switched off");
        Path file = Files.writeString(directory.resolve("file"), "text");
        try (FileRing ring = FileRing.builder().cachedReads(false).maker((rings, inFlight, reserve, memory, liburing) -> doomed()).open()) {
            assertThat(ring.backend().isRing()).isTrue();
            for (int i = 0; i < 10; i++) {
                FutureTask<byte[]> reading = new FutureTask<>(() -> ring.read(file));
                Thread.ofVirtual().start(reading);
                assertThat(reading.get()).asString().isEqualTo("text");
            }
            assertThat(ring.backend().isRing()).isFalse();
            assertThat(ring.backend().reason()).hasValueSatisfying(reason -> assertThat(reason).contains("for the test"));
            assertThat(ring.blockingReads()).isEqualTo(10);
        }
    }

    @Test
    void openFileOfARingThatBreaks_isReadFromItsStart() throws Exception {
        assumeTrue(!"off".equals(System.getProperty("heddle.io_uring")), "io_uring is switched off");
        byte[] bytes = ContractSuite.bytes(300_000);
        Path file = Files.write(directory.resolve("file"), bytes);
        try (FileRing ring = FileRing.builder()
                .maker((rings, inFlight, reserve, memory, liburing) -> doomed())
                .open()) {
            assertThat(ring.backend().isRing()).isTrue();
            RingFile open = ring.open(file);
            // Its pages go but for the first ones: a read gets those from memory, and finds the ring broken for the rest.
            Tools.dropPages(file);
            try (FileChannel channel = FileChannel.open(file)) {
                channel.read(ByteBuffer.allocate(4096), 0);
            }
            assertThat(open.read(0, bytes.length)).isEqualTo(bytes);
            assertThat(open.readRanges(List.of(new Range(10, 290_000)))).containsExactly(Arrays.copyOfRange(bytes, 10, 290_010));
            open.close();
        }
    }

    /** An engine whose reaper dies as soon as it is asked to work. */
    static KernelEngines doomed() {
        Ring ring = fake(Ring.class, (proxy, method, arguments) -> {
            if (method.getName().equals("close")) {
                return null;
            }
            throw new StackOverflowError("for the test");
        });
        Memory memory = fake(Memory.class, (proxy, method, arguments) -> method.getReturnType() == int.class ? 100 : null);
        Bell bell = fake(Bell.class, (proxy, method, arguments) -> null);
        Engine engine = new Engine(ring, memory, bell, 10, 10, "doomed");
        engine.start();
        return new KernelEngines(new EngineGroup(List.of(engine)), true, Map.of());
    }

    private static <T> T fake(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
