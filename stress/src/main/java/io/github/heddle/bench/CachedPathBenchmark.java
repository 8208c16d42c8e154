package io.github.heddle.bench;

import io.github.heddle.EnginePolicy;
import io.github.heddle.FileRing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A small file that the page cache has, read by a virtual thread in three ways: on the caller's thread by calls that do
 * not wait ({@link #cached}), through the ring ({@link #ring}), and by the JDK ({@link #jdk}). No disk takes part, so
 * this is the whole cost of Heddle itself, and the first is why memory is asked before the ring.
 *
 * <p>To be run with {@code -prof gc}: its {@code gc.alloc.rate.norm} is the bytes allocated for one read, on all
 * threads. The array that is the answer is unavoidable; what comes on top of it is garbage that a program with a
 * million small files pays a million times.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        jvmArgsAppend = {
            "--enable-native-access=ALL-UNNAMED",
            "-Djmh.executor=CUSTOM",
            "-Djmh.executor.class=io.github.heddle.bench.VirtualThreads"
        })
@State(Scope.Benchmark)
public class CachedPathBenchmark {

    /** All of them less than 64 KiB, which one call reads. */
    @Param({"512", "4096", "61440"})
    public int bytes;

    private final FileRing cachedReads =
            FileRing.builder().engine(EnginePolicy.RING).open();
    private final FileRing ringOnly =
            FileRing.builder().engine(EnginePolicy.RING).cachedReads(false).open();

    @SuppressWarnings("NullAway.Init") // by write()
    private Path file;

    @Setup
    public void write() throws IOException {
        file = Files.createTempFile("heddle", ".bytes");
        Files.write(file, new byte[bytes]);
    }

    /** A read that took another way would give a figure that looks like any other. */
    @TearDown
    public void close() throws IOException {
        Files.delete(file);
        try (cachedReads;
                ringOnly) {
            if (cachedReads.statistics().ringReads() > 0
                    || cachedReads.statistics().fallbackReads() > 0
                    || ringOnly.statistics().fallbackReads() > 0) {
                throw new IllegalStateException(
                        "other ways were taken: " + cachedReads.statistics() + ", " + ringOnly.statistics());
            }
        }
    }

    @Benchmark
    public byte[] cached() throws IOException {
        return cachedReads.read(file);
    }

    @Benchmark
    public byte[] ring() throws IOException {
        return ringOnly.read(file);
    }

    @Benchmark
    public byte[] jdk() throws IOException {
        return Files.readAllBytes(file);
    }
}
