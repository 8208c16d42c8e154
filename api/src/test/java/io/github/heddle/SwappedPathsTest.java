package io.github.heddle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A path that leads to one file and to another in turn, while every way of the API reads it: whatever is answered is of
 * one of them, from its first byte to its end.
 */
class SwappedPathsTest extends ContractSuite {

    private static final int READERS = 8;
    private static final int LEAST_ROUNDS = 2;

    /** The pages of both files are dropped so often, so that what is in memory ends anywhere. */
    private static final int SWAPS_BETWEEN_DROPS = 200;

    /** Of several buffers each, and no multiple of one. */
    private static final byte[] A = bytes(330_001);

    private static final byte[] B = bytes(210_003);
    private static final int MORE_THAN_ALL = 400_000;

    private Path a;
    private Path b;
    private final AtomicInteger timesA = new AtomicInteger();
    private final AtomicInteger timesB = new AtomicInteger();

    SwappedPathsTest(Setup setup) {
        super(setup);
        a = directory;
        b = directory;
    }

    @BeforeEach
    void makeFiles() throws Exception {
        a = Files.write(Files.createDirectory(directory.resolve("a")).resolve("file"), A);
        b = Files.write(Files.createDirectory(directory.resolve("b")).resolve("file"), B);
    }

    @FunctionalInterface
    private interface Swap {
        void turn(boolean toA) throws Exception;
    }

    @FunctionalInterface
    private interface Way {
        /** {@return what is found of the one file that was read, in the order in which {@link #expected} has it} */
        byte[] read(Path path) throws Exception;
    }

    @Test
    void nameThatIsReplaced() throws Exception {
        Path name = directory.resolve("name");
        Path next = directory.resolve("next");
        swap(name, toA -> {
            Files.createLink(next, toA ? a : b);
            Files.move(next, name, StandardCopyOption.ATOMIC_MOVE);
            Files.deleteIfExists(next); // of two names of one file a rename leaves both
        });
    }

    @Test
    void linkInTheMiddleThatIsTurned() throws Exception {
        Path link = directory.resolve("link");
        Path next = directory.resolve("next");
        swap(link.resolve("file"), toA -> {
            Files.createSymbolicLink(next, (toA ? a : b).getParent());
            Files.move(next, link, StandardCopyOption.ATOMIC_MOVE);
        });
    }

    /** There is a moment with neither. */
    @Test
    void directoryThatIsReplaced() throws Exception {
        Path name = directory.resolve("name");
        Path parentOfA = a.getParent();
        Path parentOfB = b.getParent();
        boolean[] isThere = {false};
        swap(name.resolve("file"), toA -> {
            if (isThere[0]) {
                Files.move(name, toA ? parentOfB : parentOfA);
            }
            Files.move(toA ? parentOfA : parentOfB, name);
            isThere[0] = true;
        });
    }

    /** Swaps on a thread of its own until each reader has made its rounds, and both files have been met. */
    private void swap(Path path, Swap swap) throws Exception {
        swap.turn(true);
        AtomicBoolean enough = new AtomicBoolean();
        FutureTask<Void> swapping = new FutureTask<>(() -> {
            boolean toA = true;
            for (int i = 1; !enough.get(); i++) {
                toA = !toA;
                swap.turn(toA);
                if (i % SWAPS_BETWEEN_DROPS == 0) {
                    Tools.dropPages(path);
                }
            }
            return null;
        });
        Thread.ofPlatform().daemon().start(swapping);
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                int first = i;
                all.add(readers.submit(() -> {
                    readEveryWay(path, first);
                    return null;
                }));
            }
            for (Future<?> reader : all) {
                reader.get();
            }
        } finally {
            enough.set(true);
        }
        swapping.get();
    }

    private void readEveryWay(Path path, int first) throws Exception {
        List<Way> ways = ways();
        for (int round = 0; round < LEAST_ROUNDS || timesA.get() == 0 || timesB.get() == 0; round++) {
            for (int i = 0; i < ways.size(); i++) {
                int way = (first + i) % ways.size();
                byte[] found;
                try {
                    found = ways.get(way).read(path);
                } catch (NoSuchFileException e) {
                    continue;
                }
                boolean isA = Arrays.equals(found, expected(way, A));
                boolean isB = Arrays.equals(found, expected(way, B));
                assertThat(isA || isB).as("way %d gave one of the files", way).isTrue();
                (isA ? timesA : timesB).incrementAndGet();
            }
        }
    }

    private static final List<Range> RANGES = List.of(
            new Range(200_000, 5_000), new Range(0, 100), Range.last(64), new Range(70_000, 130_000), new Range(150_000, 9));

    private static byte[] expected(int way, byte[] content) {
        return way < WHOLE_WAYS ? content : joined(RangeReads.cut(content, RANGES));
    }

    private static byte[] joined(List<byte[]> parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        parts.forEach(all::writeBytes);
        return all.toByteArray();
    }

    /** How many of the ways come first that give the whole file. */
    private static final int WHOLE_WAYS = 9;

    private List<Way> ways() {
        FilesMirror files = new FilesMirror(ring);
        return List.of(
                ring::read,
                path -> ring.read(path, 0, MORE_THAN_ALL),
                path -> {
                    try (Arena arena = Arena.ofConfined()) {
                        return ring.read(path, arena).toArray(ValueLayout.JAVA_BYTE);
                    }
                },
                path -> {
                    byte[] bytes = new byte[MORE_THAN_ALL];
                    long count = ring.read(path, 0, MemorySegment.ofArray(bytes));
                    return Arrays.copyOf(bytes, (int) count);
                },
                path -> {
                    try (RingFile file = ring.open(path)) {
                        byte[] start = file.read(0, 100_000);
                        return joined(List.of(start, file.read(start.length, (int) file.size() - start.length)));
                    }
                },
                path -> {
                    try (InputStream stream = files.newInputStream(path)) {
                        return joined(List.of(stream.readNBytes(10_000), stream.readAllBytes()));
                    }
                },
                path -> {
                    ByteBuffer all = ByteBuffer.allocate(MORE_THAN_ALL);
                    try (SeekableByteChannel channel = files.newByteChannel(path)) {
                        while (channel.read(all.limit(Math.min(all.position() + 90_000, all.capacity()))) >= 0) {
                            // until its end
                        }
                    }
                    return Arrays.copyOf(all.array(), all.position());
                },
                path -> {
                    try (Completions completions = ring.completions(Stream.of(ReadRequest.of(path)))) {
                        return completions.next().bytes();
                    }
                },
                path -> {
                    Stream<List<ReadRequest>> group = Stream.of(List.of(ReadRequest.of(path)));
                    try (Groups groups = ring.groups(group, GroupOrder.READ_AHEAD)) {
                        return groups.next().getFirst().bytes();
                    }
                },
                path -> joined(ring.readRanges(path, RANGES)),
                path -> {
                    try (RingFile file = ring.open(path)) {
                        return joined(file.readRanges(RANGES));
                    }
                });
    }

    /** What is told of a path that leads to one file and to another is true of one of them, link or not. */
    @Test
    void attributes_areOfOneOrTheOther() throws Exception {
        FilesMirror files = new FilesMirror(ring);
        Path link = directory.resolve("link");
        Path next = directory.resolve("next");
        AtomicBoolean enough = new AtomicBoolean();
        Files.createSymbolicLink(link, a);
        FutureTask<Void> swapping = new FutureTask<>(() -> {
            for (int i = 0; !enough.get(); i++) {
                Files.createSymbolicLink(next, i % 2 == 0 ? b : a);
                Files.move(next, link, StandardCopyOption.ATOMIC_MOVE);
            }
            return null;
        });
        Thread.ofPlatform().daemon().start(swapping);
        try {
            for (int i = 0; i < 200; i++) {
                assertThat(files.size(link)).isIn((long) A.length, (long) B.length);
                assertThat(files.isRegularFile(link)).isTrue();
                assertThat(files.isRegularFile(link, LinkOption.NOFOLLOW_LINKS)).isFalse();
                assertThat(files.isSymbolicLink(link)).isTrue();
                assertThat(files.readAttributes(link, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).size())
                        .isIn((long) a.toString().length(), (long) b.toString().length());
            }
        } finally {
            enough.set(true);
        }
        swapping.get();
    }

    /** Such a path leads to the open file itself, also when that has no other name any more. */
    @Test
    void descriptorsOfTheProcess_areFollowedAsInTheJdk() throws Exception {
        try (InputStream open = Files.newInputStream(a)) {
            assertThat(open.read()).isNotNegative();
            Path magic = linkOfTheProcessTo(a);
            Path link = Files.createSymbolicLink(directory.resolve("link"), magic);
            for (Path path : List.of(magic, link)) {
                assertThat(ring.read(path)).isEqualTo(A).isEqualTo(Files.readAllBytes(path));
            }
            Files.move(b, a, StandardCopyOption.ATOMIC_MOVE);
            for (Path path : List.of(magic, link)) {
                assertThat(ring.read(path)).isEqualTo(A).isEqualTo(Files.readAllBytes(path));
                assertThat(joined(ring.readRanges(path, RANGES))).isEqualTo(joined(RangeReads.cut(A, RANGES)));
            }
        }
    }

    private static Path linkOfTheProcessTo(Path file) throws Exception {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            for (Path link : all.toList()) {
                try {
                    if (Files.readSymbolicLink(link).equals(file)) {
                        return link;
                    }
                } catch (NoSuchFileException e) {
                    // closed meanwhile
                }
            }
        }
        throw new AssertionError("nothing has " + file + " open");
    }
}
