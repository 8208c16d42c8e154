package io.github.heddle.stress;

import io.github.heddle.Completions;
import io.github.heddle.EnginePolicy;
import io.github.heddle.FileReads;
import io.github.heddle.FileRing;
import io.github.heddle.GroupOrder;
import io.github.heddle.Groups;
import io.github.heddle.Range;
import io.github.heddle.ReadDeadlineException;
import io.github.heddle.ReadRequest;
import io.github.heddle.ReadResult;
import io.github.heddle.RingFile;
import io.github.heddle.RingFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Reads that end in every way that there is. Each knows how it has to end, and counts how many reads it has made. */
final class Acts {

    @FunctionalInterface
    interface Act {
        /** {@return how many reads it made} The source of chance is the calling thread's own. */
        int perform(Random random) throws Exception;
    }

    /** An act and what is wrong when it ends otherwise than it has to. */
    record Named(String name, Act act) {}

    private static final Path DENIED_TO_ALL = Path.of("/proc/sys/vm/drop_caches");
    private static final int REQUESTS = 40;

    private final FileRing ring;
    private final LeakGround ground;
    private final NavigableMap<Integer, Named> acts = new TreeMap<>();
    private final AtomicInteger hung = new AtomicInteger();
    private int weights;

    Acts(FileRing ring, LeakGround ground) {
        this.ring = ring;
        this.ground = ground;
        add(4000, "a file that is there", this::present);
        add(1000, "a part of it", this::part);
        add(1500, "no such file", this::missing);
        add(800, "a directory", random -> fails(IOException.class, () -> ring.read(ground.directory)));
        add(800, "a link to itself", random -> fails(FileSystemException.class, () -> ring.read(ground.loop)));
        if (ground.denies()) {
            add(800, "permission denied", random -> fails(AccessDeniedException.class, () -> ring.read(ground.denied)));
        }
        add(100, "denied by the kernel", random -> fails(AccessDeniedException.class, () -> ring.read(DENIED_TO_ALL)));
        add(200, "what the kernel makes up", this::madeUp);
        add(500, "ranges out of bounds", this::outOfBounds);
        add(10, "too many ranges", this::manyRanges);
        add(300, "arguments that are wrong", this::wrongArguments);
        add(300, "into memory", this::intoMemory);
        add(60, "more than an array", random -> fails(OutOfMemoryError.class, () -> ring.read(ground.huge)));
        add(1, "more than the heap", random -> fails(OutOfMemoryError.class, () -> ring.read(ground.large)));
        add(80, "a deadline at a pipe", this::deadlineAtAPipe);
        add(300, "an interrupt", this::interrupted);
        add(200, "a file closed while it is read", this::closedWhileRead);
        add(20, "completions closed while one waits", this::closedWhileTaken);
        add(300, "a stream closed early", this::streamClosedEarly);
        add(40, "completions closed early", this::completionsClosedEarly);
        add(40, "groups closed early", this::groupsClosedEarly);
        add(12, "a ring closed while it is read", this::ringClosedWhileRead);
        add(2, "a ring closed while it opens", this::ringClosedWhileItOpens);
        if (ground.slow != null) {
            addSlow(ground.slow);
        }
    }

    private void addSlow(SlowFiles slow) {
        add(200, "FUSE", random -> {
            int size = LeakGround.SIZES.get(random.nextInt(LeakGround.SIZES.size()));
            check(LeakGround.isContent(ring.read(slow.file("size-" + size)), 0));
            return 1;
        });
        add(100, "FUSE fails", random -> fails(IOException.class, () -> ring.read(slow.file("eio"))));
        add(100, "FUSE has it not", random -> fails(NoSuchFileException.class, () -> ring.read(slow.file("none"))));
        add(10, "a deadline at FUSE", random -> {
            String where = List.of("hang-read@", "hang-open@", "hang-lookup@").get(random.nextInt(3));
            Path path = slow.file(where + hung.incrementAndGet());
            int offset = random.nextInt(2) * 10;
            try {
                check(LeakGround.isContent(ring.within(Duration.ofMillis(5)).read(path, offset, 10), offset));
            } catch (ReadDeadlineException e) {
                return 1; // it need not come: hung reads are let go now and then
            }
            return 1;
        });
    }

    private void add(int weight, String name, Act act) {
        acts.put(weights, new Named(name, act));
        weights += weight;
    }

    Named any(Random random) {
        return acts.floorEntry(random.nextInt(weights)).getValue();
    }

    /** {@return each of them once} */
    List<Named> all() {
        return List.copyOf(acts.values());
    }

    @FunctionalInterface
    private interface Reading {
        Object read() throws Exception;
    }

    private static int fails(Class<? extends Throwable> expected, Reading reading) throws Exception {
        try {
            reading.read();
        } catch (Throwable e) {
            if (expected.isInstance(e)) {
                return 1;
            }
            throw e;
        }
        throw new IllegalStateException("it succeeded, and " + expected.getSimpleName() + " was to come");
    }

    private static void check(boolean right) {
        if (!right) {
            throw new IllegalStateException("wrong bytes");
        }
    }

    private int present(Random random) throws IOException {
        int size = LeakGround.SIZES.get(random.nextInt(LeakGround.SIZES.size()));
        byte[] bytes = random.nextInt(8) == 0
                ? RingFiles.readAllBytes(ground.present(size))
                : ring.within(Duration.ofMinutes(1)).read(ground.present(size));
        check(bytes.length == size && LeakGround.isContent(bytes, 0));
        return 1;
    }

    private int part(Random random) throws IOException {
        int offset = random.nextInt(70_000);
        byte[] bytes = ring.read(ground.present(200_000), offset, 1 + random.nextInt(100_000));
        check(bytes.length > 0 && LeakGround.isContent(bytes, offset));
        return 1;
    }

    private int missing(Random random) throws Exception {
        if (random.nextInt(4) == 0) {
            check(!RingFiles.exists(ground.missing));
            return fails(NoSuchFileException.class, () -> RingFiles.size(ground.missing));
        }
        return random.nextBoolean()
                ? fails(NoSuchFileException.class, () -> ring.read(ground.missing))
                : fails(NoSuchFileException.class, () -> ring.open(ground.missing));
    }

    private int madeUp(Random random) throws IOException {
        check(ring.read(Path.of("/proc/self/stat")).length > 0);
        return 1;
    }

    private int outOfBounds(Random random) throws IOException {
        Path path = ground.present(4096);
        check(ring.read(path, 4096 + random.nextInt(10_000), 100).length == 0);
        List<byte[]> parts = ring.readRanges(
                path, List.of(new Range(4000, 1000), Range.last(5000), new Range(1L << 62, 1), new Range(0, 0)));
        check(parts.get(0).length == 96 && parts.get(1).length == 4096 && parts.get(2).length + parts.get(3).length == 0);
        return 2;
    }

    private int manyRanges(Random random) throws IOException {
        List<Range> ranges = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            ranges.add(new Range(random.nextInt(1 << 20), random.nextInt(50)));
        }
        List<byte[]> parts = ring.readRanges(ground.present(1 << 20), ranges);
        for (int i = 0; i < ranges.size(); i++) {
            check(LeakGround.isContent(parts.get(i), ranges.get(i).offset()));
        }
        return 1;
    }

    @SuppressWarnings({"DataFlowIssue", "NullAway"}) // null is what is tried
    private int wrongArguments(Random random) throws Exception {
        Path path = ground.present(4096);
        return fails(NullPointerException.class, () -> ring.read(null))
                + fails(NullPointerException.class, () -> ring.readRanges(path, Arrays.asList((Range) null)))
                + fails(IllegalArgumentException.class, () -> ring.read(path, -1, 1))
                + fails(IllegalArgumentException.class, () -> ring.read(path, 0, -1));
    }

    private int intoMemory(Random random) throws Exception {
        Path path = ground.present(200_000);
        int offset = random.nextInt(1000);
        MemorySegment closed;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocate(100_000);
            check(ring.read(path, offset, segment) == 100_000);
            check(segment.get(ValueLayout.JAVA_BYTE, 99_999) == SlowFiles.pattern(offset + 99_999L));
            check(ring.read(path, arena).byteSize() == 200_000);
            closed = segment;
        }
        return 2 + fails(IllegalStateException.class, () -> ring.read(path, 0, closed));
    }

    private int deadlineAtAPipe(Random random) throws Exception {
        FileReads quick = ring.within(Duration.ofNanos(random.nextInt(3_000_000)));
        return fails(ReadDeadlineException.class, () -> quick.read(ground.pipe));
    }

    private int interrupted(Random random) throws Exception {
        Thread.currentThread().interrupt();
        try {
            check(ring.read(ground.present(65_537)).length == 65_537);
        } finally {
            check(Thread.interrupted());
        }
        return 1;
    }

    private int closedWhileRead(Random random) throws Exception {
        RingFile file = ring.open(ground.present(1 << 20));
        Thread closer = Thread.ofVirtual().unstarted(() -> {
            try {
                file.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        int reads = 0;
        try (file) {
            for (int i = 0; i < 10; i++) {
                if (i == 3) {
                    closer.start();
                }
                reads++;
                check(LeakGround.isContent(file.read(i * 1000L, 90_000), i * 1000L));
            }
        } catch (ClosedChannelException e) {
            return reads; // as it should
        } finally {
            closer.join();
        }
        return reads;
    }

    private int closedWhileTaken(Random random) throws Exception {
        Completions completions = ring.completions(Stream.of(ReadRequest.of(ground.pipe)));
        check(completions.hasNext());
        Thread closer = Thread.ofVirtual().start(completions::close);
        try {
            return fails(NoSuchElementException.class, completions::next);
        } finally {
            closer.join();
        }
    }

    private int streamClosedEarly(Random random) throws IOException {
        switch (random.nextInt(3)) {
            case 0 -> {
                try (InputStream stream = RingFiles.newInputStream(ground.present(1 << 20))) {
                    check(LeakGround.isContent(stream.readNBytes(random.nextInt(300_000)), 0));
                }
            }
            case 1 -> {
                try (SeekableByteChannel channel = RingFiles.newByteChannel(ground.present(200_000))) {
                    channel.position(random.nextInt(300_000));
                    check(channel.read(ByteBuffer.allocate(70_000)) != 0);
                }
            }
            default -> {
                try (Stream<String> lines = RingFiles.lines(ground.present(200_000), StandardCharsets.ISO_8859_1)) {
                    check(lines.findFirst().isPresent());
                }
            }
        }
        return 1;
    }

    private Stream<ReadRequest> requests(Random random) {
        List<Path> paths = List.of(
                ground.present(65_536),
                ground.missing,
                ground.directory,
                ground.present(1 << 20),
                ground.present(1),
                ground.loop);
        return Stream.generate(() -> ReadRequest.of(paths.get(random.nextInt(paths.size())))).limit(REQUESTS);
    }

    private int completionsClosedEarly(Random random) {
        int taken = random.nextInt(REQUESTS);
        try (Completions completions = ring.completions(requests(random))) {
            for (int i = 0; i < taken; i++) {
                checkResult(completions.next());
            }
        }
        return taken;
    }

    private void checkResult(ReadResult result) {
        boolean readable = result.request().path().toString().contains("present");
        check(readable == result.failure().isEmpty());
    }

    private int groupsClosedEarly(Random random) {
        List<ReadRequest> requests = requests(random).toList();
        List<List<ReadRequest>> all = List.of(requests.subList(0, 10), List.of(), requests.subList(10, REQUESTS));
        GroupOrder order = random.nextBoolean() ? GroupOrder.BARRIER : GroupOrder.READ_AHEAD;
        int groups = random.nextInt(4);
        int reads = 0;
        try (Groups taken = ring.groups(all.stream(), order)) {
            for (int i = 0; i < groups; i++) {
                List<ReadResult> results = taken.next();
                results.forEach(this::checkResult);
                reads += results.size();
            }
        }
        return reads;
    }

    private FileRing small(Random random) {
        return FileRing.builder()
                .inFlight(1 + random.nextInt(40))
                .rings(1 + random.nextInt(2))
                .memory((4 + random.nextInt(40)) << 16)
                .quarantine(random.nextInt(3))
                .cachedReads(random.nextBoolean())
                .closeDeadline(Duration.ofSeconds(20))
                .engine(random.nextInt(4) == 0 ? EnginePolicy.THREADS : EnginePolicy.AUTOMATIC)
                .open();
    }

    /** Now and then some of the reads that are under way hang at a pipe, and end when they are cancelled. */
    private int ringClosedWhileRead(Random random) throws Exception {
        boolean pipes = random.nextInt(4) == 0;
        FileRing own = FileRing.builder()
                .inFlight(8)
                .rings(1)
                .memory(8 << 16)
                .quarantine(2)
                .cachedReads(random.nextBoolean())
                .closeDeadline(Duration.ofSeconds(pipes ? 2 : 20))
                // A thread of the pool that has opened a pipe cannot be called back.
                .engine(pipes ? EnginePolicy.RING : EnginePolicy.AUTOMATIC)
                .open();
        List<FutureTask<Integer>> readers = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            int size = LeakGround.SIZES.get(i % LeakGround.SIZES.size());
            Path path = pipes && i % 6 == 0 ? ground.pipe : ground.present(size);
            FutureTask<Integer> reader = new FutureTask<>(() -> readUntilClosed(own, path));
            readers.add(reader);
            Thread.ofVirtual().start(reader);
        }
        if (random.nextBoolean()) {
            own.backend();
        }
        own.close();
        int reads = 0;
        for (FutureTask<Integer> reader : readers) {
            reads += reader.get();
        }
        return reads;
    }

    private int readUntilClosed(FileRing own, Path path) throws IOException {
        byte[] bytes;
        try {
            bytes = own.read(path);
        } catch (AsynchronousCloseException | IllegalStateException e) {
            return 1;
        }
        check(LeakGround.isContent(bytes, 0));
        return 1;
    }

    private int ringClosedWhileItOpens(Random random) throws Exception {
        try (FileRing own = small(random)) {
            if (random.nextBoolean()) {
                check(own.read(ground.present(65_537)).length == 65_537);
            }
        }
        return 1;
    }
}
