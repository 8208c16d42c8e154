package io.github.heddle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What does not fit: into an array, into the heap, into the table of descriptors. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith({SkipReason.class, Tally.class})
class LimitsContractTest {

    private static final long GIB = 1L << 30;
    private static final long LARGEST_ARRAY = Integer.MAX_VALUE - 8L;

    @TempDir
    Path directory;

    /** A file that takes no room but for a few bytes around each 4 GiB. */
    private Path sparse(long size) throws IOException {
        Path file = directory.resolve("sparse-" + size);
        try (RandomAccessFile writer = new RandomAccessFile(file.toFile(), "rw")) {
            writer.setLength(size);
            for (long at = 0; at < size; at += 4 * GIB) {
                writer.seek(Math.max(at - 3, 0));
                writer.write(ContractSuite.bytes(100));
            }
            writer.seek(size - 10);
            writer.write(ContractSuite.bytes(10));
        }
        return file;
    }

    private static DifferentialProcess withASmallHeap() {
        return DifferentialProcess.onAllSetups().option("-Xmx64m");
    }

    @Test
    void filesThatFitIntoNoArray_areOutOfMemoryAtOnce() throws Exception {
        withASmallHeap()
                .whole(sparse(1L << 31), sparse((1L << 31) + 1), sparse(5 * GIB), sparse(10_000 * GIB))
                .assertSame();
    }

    @Test
    void filesOfTheLargestSizesThatAnIntCounts_areOutOfMemory() throws Exception {
        // The JDK tells the heap's limit from the JVM's own; here one sentence does.
        withASmallHeap()
                .whole(sparse(Integer.MAX_VALUE), sparse(Integer.MAX_VALUE - 1))
                .assertSame(LimitsContractTest::classOfOutOfMemory);
    }

    @Test
    void filesThatDoNotFitIntoTheHeap_areOutOfMemory() throws Exception {
        withASmallHeap().whole(sparse(LARGEST_ARRAY), sparse(GIB), sparse(200_000_000)).assertSame();
    }

    @Test
    void endlessFiles_areOutOfMemoryWhenTheHeapIsFull() throws Exception {
        DifferentialProcess child = withASmallHeap().whole("/dev/zero", "/dev/full");
        if (Tools.isRoot() && Tools.has("mknod")) {
            Path zero = directory.resolve("zero");
            Tools.run("mknod", zero.toString(), "c", "1", "5");
            child.whole(zero, Files.createSymbolicLink(directory.resolve("link"), zero));
        }
        child.assertSame(LimitsContractTest::classOfOutOfMemory);
    }

    private static String classOfOutOfMemory(String outcome) {
        return outcome.replaceFirst("^java.lang.OutOfMemoryError: .*", "java.lang.OutOfMemoryError");
    }

    @Test
    void rangesOfFilesThatFitNowhere_areRead() throws Exception {
        for (long size : List.of(1L << 31, (1L << 32) + 97, 5 * GIB, 10_000 * GIB)) {
            Path file = sparse(size);
            DifferentialProcess child = withASmallHeap();
            for (long offset : List.of(
                    0L, (1L << 31) - 5, 1L << 31, (1L << 32) - 10, 1L << 32, (1L << 32) + 96, 8 * GIB - 100, size - 10, size - 1,
                    size, size + 1)) {
                child.range(file, offset, 50).range(file, offset, 200_000);
            }
            child.assertSame();
        }
    }

    @Test
    void rangeThatDoesNotFitIntoTheHeap_isOutOfMemory() throws Exception {
        withASmallHeap()
                .range(sparse(5 * GIB), 10, 1_000_000_000)
                .range(sparse(GIB), 10, Integer.MAX_VALUE)
                .assertSame(LimitsContractTest::classOfOutOfMemory);
    }

    @Test
    void largestFileThatFitsIntoAnArray_isRead() throws Exception {
        Path file = sparse(LARGEST_ARRAY);
        long memory = Long.parseLong(Files.readAllLines(Path.of("/proc/meminfo")).stream()
                .filter(line -> line.startsWith("MemAvailable"))
                .findFirst()
                .orElseThrow()
                .replaceAll("\\D", ""));
        assumeTrue(memory > 8L << 20, "needs 8 GiB of memory, to read 2 GiB into an array and again");
        // The JDK reads it too, in twice the memory and many times the time: most of it goes into touching small pages.
        DifferentialProcess.Answers answers = DifferentialProcess.on(Setup.LIBURING_CACHED, Setup.THREADS)
                .ringsOnly()
                .option("-XX:+UseTransparentHugePages")
                .option("-XX:+UseSerialGC")
                .option("-Xmn64m")
                .option("-Xmx5g")
                .whole(file)
                .run();
        String bytes = "%d bytes, sum %08x".formatted(LARGEST_ARRAY, sum(file));
        assertThat(answers.ofSetups())
                .isNotEmpty()
                .allSatisfy((setup, ofSetup) -> assertThat(ofSetup.getFirst()).startsWith(bytes));
    }

    private static long sum(Path file) throws IOException {
        try (CheckedInputStream input = new CheckedInputStream(Files.newInputStream(file), new CRC32C())) {
            input.transferTo(OutputStream.nullOutputStream());
            return input.getChecksum().getValue();
        }
    }

    @Test
    void fullTableOfDescriptors_isNoHindranceOrFailsAsInTheJdk() throws Exception {
        Path file = Files.write(directory.resolve("file"), ContractSuite.bytes(100_000));
        DifferentialProcess child = DifferentialProcess.onAllSetups()
                .behind("sh", "-c", "ulimit -n 200; exec \"$@\"", "sh")
                .withoutDescriptors()
                .whole(file, file, "/proc/version", directory.resolve("missing"));
        DifferentialProcess.Answers answers = child.run();
        assertThat(answers.ofJdk()).allMatch(answer -> answer.contains("Too many open files"));
        String bytes = Outcome.of(() -> Files.readAllBytes(file)).toString();
        answers.ofSetups().forEach((setup, ofSetup) -> {
            List<String> ofJdk = answers.ofJdk();
            assertThat(ofSetup.get(0)).as("%s", setup).isIn(bytes, ofJdk.get(0));
            assertThat(ofSetup.get(1)).as("%s", setup).isIn(bytes, ofJdk.get(1));
            assertThat(ofSetup.get(2)).as("%s", setup).isEqualTo(ofJdk.get(2));
            assertThat(ofSetup.get(3)).as("%s", setup).satisfiesAnyOf(
                    answer -> assertThat(answer).contains("NoSuchFileException"),
                    answer -> assertThat(answer).isEqualTo(ofJdk.get(3)));
        });
    }
}
