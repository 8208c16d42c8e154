package io.github.heddle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A million paths in constant memory. What lives is looked at when 1 % and when 99 % of the results are taken: it must
 * not grow with their number.
 */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MillionPathsTest {

    private static final int PATHS = Integer.getInteger("heddle.paths", 1_000_000);
    private static final int FILES = 1000;
    private static final int FILE_BYTES = 100;
    private static final int GROUP = 2;

    private static final long MIB = 1 << 20;
    private static final long GROWTH_AT_MOST = 8 * MIB;

    private final FileRing ring = FileRing.open();

    @TempDir
    private Path directory;

    private List<ReadRequest> requests = List.of();

    @BeforeEach
    void makeFiles() throws IOException {
        requests = new ArrayList<>();
        for (int i = 0; i < FILES; i++) {
            requests.add(ReadRequest.of(Files.write(directory.resolve("file-" + i), new byte[FILE_BYTES])));
        }
    }

    @AfterEach
    void close() {
        ring.close();
    }

    @Test
    void completions_takeConstantMemory() throws IOException {
        Stream<ReadRequest> source = IntStream.range(0, PATHS).mapToObj(i -> requests.get(i % FILES));
        try (Completions completions = ring.completions(source)) {
            assertConstantMemory("completions", completions);
        }
    }

    @Test
    void groups_takeConstantMemory() throws IOException {
        Stream<List<ReadRequest>> source = IntStream.range(0, PATHS / GROUP)
                .mapToObj(i -> requests.subList(i * GROUP % FILES, i * GROUP % FILES + GROUP));
        try (Groups groups = ring.groups(source, GroupOrder.READ_AHEAD)) {
            assertConstantMemory("groups", new Flat(groups));
        }
    }

    /** The results of the groups, one by one, holding no more than a group. */
    private static final class Flat implements Iterator<ReadResult> {

        private final Groups groups;
        private Iterator<ReadResult> group = List.<ReadResult>of().iterator();

        Flat(Groups groups) {
            this.groups = groups;
        }

        @Override
        public boolean hasNext() {
            return group.hasNext() || groups.hasNext();
        }

        @Override
        public ReadResult next() {
            if (!group.hasNext()) {
                group = groups.next().iterator();
            }
            return group.next();
        }
    }

    private static void assertConstantMemory(String name, Iterator<ReadResult> results) throws IOException {
        long begin = System.nanoTime();
        long bytes = 0;
        Memory early = take(results, PATHS / 100);
        Memory late = take(results, PATHS / 100 * 98);
        while (results.hasNext()) {
            bytes += results.next().bytes().length;
        }
        System.out.printf(
                "%s of %,d paths in %.1f s: at 1 %% %s, at 99 %% %s%n",
                name, PATHS, (System.nanoTime() - begin) / 1e9, early, late);
        assertThat(bytes).isEqualTo((PATHS - PATHS / 100 * 99L) * FILE_BYTES);
        assertThat(late.heap() - early.heap()).isLessThan(GROWTH_AT_MOST);
        assertThat(late.direct() - early.direct()).isLessThan(GROWTH_AT_MOST);
    }

    private static Memory take(Iterator<ReadResult> results, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            assertThat(results.next().bytes().length).isEqualTo(FILE_BYTES);
        }
        return Memory.now();
    }

    /** What is in use, in bytes; the resident size, with the heap's garbage in it, is told and not judged. */
    private record Memory(long heap, long direct, long resident) {

        static Memory now() throws IOException {
            System.gc();
            return new Memory(
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                    ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                            .filter(pool -> pool.getName().equals("direct"))
                            .mapToLong(BufferPoolMXBean::getMemoryUsed)
                            .sum(),
                    residentBytes());
        }

        private static long residentBytes() throws IOException {
            try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
                String line = lines.filter(l -> l.startsWith("VmRSS:")).findFirst().orElse("0");
                return Long.parseLong(line.replaceAll("\\D", "")) << 10;
            }
        }

        @Override
        public String toString() {
            return "%.1f MiB heap, %.1f MiB direct, %.0f MiB resident"
                    .formatted((double) heap / MIB, (double) direct / MIB, (double) resident / MIB);
        }
    }
}
