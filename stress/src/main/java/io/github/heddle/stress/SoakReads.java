package io.github.heddle.stress;

import io.github.heddle.Completions;
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
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Reads of every kind by one caller after the other, each byte of which is held against the {@link Truth}. */
final class SoakReads {

    /** What has come of the reads of all callers. */
    static final class Tally {
        final LongAdder reads = new LongAdder();
        final LongAdder bytes = new LongAdder();
        final LongAdder failures = new LongAdder();
        final LongAdder mismatches = new LongAdder();

        /** While nobody reads. */
        void reset() {
            reads.reset();
            bytes.reset();
            failures.reset();
            mismatches.reset();
        }
    }

    private static final int SHARERS = 4;

    private final Truth truth;
    private final List<SoakFile> files;
    private final Watch watch;
    private final Findings findings;
    private final Tally tally;

    /** What all bytes pass through before they are looked at, so that a test can spoil some. */
    private final UnaryOperator<byte[]> seam;

    SoakReads(
            Truth truth,
            List<SoakFile> files,
            Watch watch,
            Findings findings,
            Tally tally,
            UnaryOperator<byte[]> seam) {
        this.truth = truth;
        this.files = files;
        this.watch = watch;
        this.findings = findings;
        this.tally = tally;
        this.seam = seam;
    }

    /** One way to read. */
    @FunctionalInterface
    private interface Way {
        void read(FileRing ring, SoakFile file, Sighting sighting, Random random) throws Exception;
    }

    private final List<Way> ways = List.of(
            this::whole, this::whole, this::whole, this::part, this::part, this::ranges, this::intoSegment, this::intoArena,
            this::openFile, this::stream, this::channel, this::completions, this::groups);

    /** Reads once, by a way and with a mishap that chance chooses. */
    void readOnce(Rings rings, Random random) {
        Rings.Lent lent = rings.any(random);
        SoakFile file = files.get(random.nextInt(files.size()));
        int way = random.nextInt(ways.size());
        Sighting sighting = new Sighting(truth, file);
        boolean interrupt = random.nextInt(20) == 0;
        if (interrupt) {
            Thread.currentThread().interrupt();
        }
        String what = "way " + way + " of " + file.path;
        try {
            watch.over(what, () -> {
                ways.get(way).read(lent.ring, file, sighting, random);
                return null;
            });
        } catch (Throwable e) {
            judge(e, lent, sighting, what);
        }
        if (Thread.interrupted() != interrupt) {
            findings.add(what + ": the interrupt status was " + interrupt + " and is no more");
        }
    }

    private void judge(Throwable e, Rings.Lent lent, Sighting sighting, String what) {
        boolean expected =
                switch (e) {
                    case NoSuchFileException missing -> sighting.mayBeMissing(missing);
                    case ReadDeadlineException late -> true; // only reads with a short deadline have one
                    case AsynchronousCloseException closed -> lent.closing;
                    case IllegalStateException closed -> lent.closing;
                    default -> false;
                };
        if (expected) {
            tally.failures.increment();
        } else {
            findings.add(what, e);
        }
    }

    private void check(Sighting sighting, byte[] read, long offset, long wanted) {
        byte[] bytes = seam.apply(read);
        tally.reads.increment();
        tally.bytes.add(bytes.length);
        String wrong = sighting.wrong(bytes, offset, wanted);
        if (wrong != null) {
            tally.mismatches.increment();
            findings.add(wrong);
        }
    }

    /** Mostly without a deadline; else with one that it should meet, or one that it may not. */
    private static FileReads reads(FileRing ring, Random random) {
        return switch (random.nextInt(10)) {
            case 0 -> ring.within(Duration.ofNanos(random.nextInt(3_000_000)));
            case 1 -> ring.within(Duration.ofHours(1));
            default -> ring;
        };
    }

    private static Range range(Sighting sighting, Random random) {
        int end = sighting.likelySize() + 5000;
        int offset = random.nextBoolean() ? random.nextInt(end) : random.nextInt(end) & -4096;
        return new Range(offset, random.nextInt(random.nextInt(4) == 0 ? 600_000 : 70_000));
    }

    private void whole(FileRing ring, SoakFile file, Sighting sighting, Random random) throws IOException {
        check(sighting, reads(ring, random).read(file.path), 0, Long.MAX_VALUE);
    }

    private void part(FileRing ring, SoakFile file, Sighting sighting, Random random) throws IOException {
        Range range = range(sighting, random);
        check(sighting, reads(ring, random).read(file.path, range.offset(), range.length()), range.offset(), range.length());
    }

    private List<Range> someRanges(Sighting sighting, Random random) {
        return Stream.generate(() -> range(sighting, random)).limit(random.nextInt(30)).toList();
    }

    private void ranges(FileRing ring, SoakFile file, Sighting sighting, Random random) throws IOException {
        List<Range> ranges = someRanges(sighting, random);
        checkAll(sighting, ranges, reads(ring, random).readRanges(file.path, ranges));
    }

    private void checkAll(Sighting sighting, List<Range> ranges, List<byte[]> parts) {
        for (int i = 0; i < ranges.size(); i++) {
            check(sighting, parts.get(i), ranges.get(i).offset(), ranges.get(i).length());
        }
    }

    private void intoSegment(FileRing ring, SoakFile file, Sighting sighting, Random random) throws IOException {
        Range range = range(sighting, random);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = random.nextBoolean()
                    ? arena.allocate(Math.max(1, range.length()))
                    : MemorySegment.ofArray(new byte[range.length()]);
            long count = reads(ring, random).read(file.path, range.offset(), segment);
            check(sighting, segment.asSlice(0, count).toArray(ValueLayout.JAVA_BYTE), range.offset(), segment.byteSize());
        }
    }

    private void intoArena(FileRing ring, SoakFile file, Sighting sighting, Random random) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment all = reads(ring, random).read(file.path, arena);
            check(sighting, all.toArray(ValueLayout.JAVA_BYTE), 0, Long.MAX_VALUE);
        }
    }

    private void openFile(FileRing ring, SoakFile file, Sighting sighting, Random random) throws Exception {
        boolean early = random.nextInt(4) == 0;
        List<FutureTask<Boolean>> sharers = new ArrayList<>();
        try (RingFile open = ring.open(file.path)) {
            sighting.opened();
            for (int i = 0; i < SHARERS; i++) {
                Random own = new Random(random.nextLong());
                FutureTask<Boolean> sharer = new FutureTask<>(() -> {
                    share(open, sighting, own, early);
                    return true;
                });
                sharers.add(sharer);
                Thread.ofVirtual().start(sharer);
            }
            if (!early) {
                await(sharers);
            }
        }
        if (early) {
            await(sharers);
        }
    }

    private void share(RingFile open, Sighting sighting, Random random, boolean early) throws IOException {
        try {
            for (int i = 0; i < 4; i++) {
                List<Range> ranges = someRanges(sighting, random);
                checkAll(sighting, ranges, open.readRanges(ranges));
            }
        } catch (ClosedChannelException e) {
            if (!early) {
                throw e;
            }
            tally.failures.increment();
        }
    }

    private static void await(List<FutureTask<Boolean>> tasks) throws Exception {
        Exception first = null;
        boolean interrupted = Thread.interrupted();
        for (FutureTask<Boolean> task : tasks) {
            try {
                task.get();
            } catch (ExecutionException e) {
                first = e.getCause() instanceof Exception cause ? cause : e;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (first != null) {
            throw first;
        }
    }

    private void stream(FileRing ring, SoakFile file, Sighting sighting, Random random) throws IOException {
        try (InputStream stream = RingFiles.newInputStream(file.path)) {
            sighting.opened();
            long at = random.nextInt(3) == 0 ? stream.skip(random.nextInt(100_000)) : 0;
            for (int i = 0; i < 5; i++) {
                int wanted = 1 + random.nextInt(150_000);
                byte[] bytes = stream.readNBytes(wanted);
                check(sighting, bytes, at, wanted);
                at += bytes.length;
            }
        }
    }

    private void channel(FileRing ring, SoakFile file, Sighting sighting, Random random) throws IOException {
        // A channel that is interrupted closes itself, as the JDK's do.
        boolean interrupted = Thread.interrupted();
        try (SeekableByteChannel channel = RingFiles.newByteChannel(file.path)) {
            sighting.opened();
            for (int i = 0; i < 5; i++) {
                Range range = range(sighting, random);
                channel.position(range.offset());
                ByteBuffer buffer = ByteBuffer.allocate(range.length());
                while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
                    // until it is full, or the file ends
                }
                check(sighting, Arrays.copyOf(buffer.array(), buffer.position()), range.offset(), range.length());
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A few files of an iterator, each with a sighting of its own. */
    private final class Batch {
        /** Two requests may be equal, and still each is a read of its own. */
        private final IdentityHashMap<ReadRequest, Sighting> sightings = new IdentityHashMap<>();

        private final List<ReadRequest> requests = new ArrayList<>();

        Batch(Random random) {
            for (int i = 0; i < 8; i++) {
                SoakFile file = files.get(random.nextInt(files.size()));
                Sighting sighting = new Sighting(truth, file);
                ReadRequest request = random.nextBoolean()
                        ? ReadRequest.of(file.path)
                        : ReadRequest.of(file.path, range(sighting, random));
                sightings.put(request, sighting);
                requests.add(request);
            }
        }

        void check(ReadResult result) throws Exception {
            Sighting sighting = Objects.requireNonNull(sightings.get(result.request()));
            byte[] bytes;
            try {
                bytes = result.bytes();
            } catch (NoSuchFileException e) {
                if (!sighting.mayBeMissing(e)) {
                    throw e;
                }
                tally.failures.increment();
                return;
            }
            Range all = new Range(0, Integer.MAX_VALUE);
            Range range = result.request().range().orElse(all);
            SoakReads.this.check(sighting, bytes, range.offset(), range.length());
        }
    }

    private void completions(FileRing ring, SoakFile file, Sighting sighting, Random random) throws Exception {
        Batch batch = new Batch(random);
        int most = random.nextInt(4) == 0 ? random.nextInt(8) : 8;
        try (Completions results = ring.completions(batch.requests.stream())) {
            for (int i = 0; i < most; i++) {
                batch.check(results.next());
            }
        }
    }

    private void groups(FileRing ring, SoakFile file, Sighting sighting, Random random) throws Exception {
        Batch batch = new Batch(random);
        int first = random.nextInt(8);
        GroupOrder order = random.nextBoolean() ? GroupOrder.BARRIER : GroupOrder.READ_AHEAD;
        List<List<ReadRequest>> groups = List.of(batch.requests.subList(0, first), batch.requests.subList(first, 8));
        try (Groups results = ring.groups(groups.stream(), order)) {
            while (results.hasNext()) {
                for (ReadResult result : results.next()) {
                    batch.check(result);
                }
            }
        }
    }
}
