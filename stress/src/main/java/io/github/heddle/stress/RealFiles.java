package io.github.heddle.stress;

import io.github.heddle.EnginePolicy;
import io.github.heddle.FileReads;
import io.github.heddle.FileRing;
import io.github.heddle.ReadDeadlineException;
import io.github.heddle.RingStatistics;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.AsynchronousCloseException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * Files of the machine, read through the API and the real kernel's ring, and never out of memory on the caller's own
 * thread. What is held is the read of a pipe, which nobody has written to.
 */
final class RealFiles extends StormFiles {

    private static final int LARGEST = 150_000;
    private static final int LONGEST_PART = 8192;
    private static final int LARGEST_PIPE = 4096;
    private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(20);

    /** A ring, and whether somebody has begun to close it. */
    private static final class Lent {
        final FileRing ring;
        volatile boolean closing;

        Lent(FileRing ring) {
            this.ring = ring;
        }
    }

    /** A pipe's end that is open for both, so that no open waits; and the same, to see what is left in it. */
    private record Filled(RandomAccessFile end, FileInputStream left) {

        static Filled open(Path pipe) throws IOException {
            RandomAccessFile end = new RandomAccessFile(pipe.toFile(), "rw");
            return new Filled(end, new FileInputStream(end.getFD()));
        }

        boolean closeIfEmpty() throws IOException {
            if (left.available() > 0) {
                return false;
            }
            left.close();
            end.close();
            return true;
        }
    }

    private final Undo undo = new Undo();
    private final Path directory;
    private final Shape shape;
    private final Findings findings;
    private final List<Path> paths = new ArrayList<>();
    private final List<Path> pipes = new ArrayList<>();

    /** Those whose readers have not got everything. */
    private final List<Filled> filling = new ArrayList<>();

    private boolean written;
    private volatile Lent lent;

    private RealFiles(Path directory, Shape shape, Truth truth, StormTally tally, Findings findings) throws IOException {
        super(truth, tally, findings);
        this.directory = directory;
        undo.push(() -> Commands.deleteTree(directory));
        this.shape = shape;
        this.findings = findings;
        for (int file = 0; file < COUNT; file++) {
            paths.add(Files.write(directory.resolve("file-" + file), content(file)));
        }
        lent = new Lent(open(shape));
    }

    /** In a directory of their own. */
    static RealFiles make(Path directory, Shape shape, Truth truth, StormTally tally, Findings findings) throws IOException {
        return new RealFiles(Files.createTempDirectory(directory, "heddle-storm"), shape, truth, tally, findings);
    }

    /** {@return why there is no ring for files in that directory; empty if there is one} */
    static String missing(Path directory) throws IOException {
        Path file = Files.createTempFile(directory, "heddle-storm", "");
        try (FileRing ring = open(new Shape(1, 0, Temper.MIXED))) {
            ring.read(file);
            return ring.statistics().ringReads() == 1 ? "" : "the ring reads no files in " + directory;
        } catch (UnsupportedOperationException e) {
            return String.valueOf(e.getMessage());
        } finally {
            Files.delete(file);
        }
    }

    private static FileRing open(Shape shape) {
        return FileRing.builder()
                .engine(EnginePolicy.RING)
                .cachedReads(false)
                .inFlight(shape.inFlight())
                .quarantine(shape.reserve())
                .closeDeadline(CLOSE_DEADLINE)
                .open();
    }

    private byte[] content(int file) {
        byte[] bytes = new byte[sizeOf(file)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = truth.at(file, 0, i);
        }
        return bytes;
    }

    /** Those behind the files are the pipes. */
    @Override
    int sizeOf(int file) {
        return 1 + Math.floorMod(file * 7919, file < COUNT ? LARGEST : LARGEST_PIPE);
    }

    @Override
    int longestPart() {
        return LONGEST_PART;
    }

    private Path path(int file) {
        return file < COUNT ? paths.get(file) : pipes.get(file - COUNT);
    }

    @Override
    Outcome read(Wanted wanted) throws Exception {
        Lent used = lent;
        Duration time = wanted.time();
        Path path = path(wanted.file());
        try {
            FileReads reads = time == null ? used.ring : used.ring.within(time);
            return check(
                    wanted,
                    wanted.length() == WHOLE ? reads.read(path) : reads.read(path, wanted.offset(), wanted.length()));
        } catch (ReadDeadlineException e) {
            if (time != null) {
                return Outcome.GIVEN_UP;
            }
            throw e;
        } catch (AsynchronousCloseException | IllegalStateException e) {
            if (used.closing) {
                return Outcome.CLOSED;
            }
            throw e;
        }
    }

    @Override
    boolean answerOnlyWhen(BooleanSupplier condition) {
        return false;
    }

    @Override
    boolean countsParks() {
        return false;
    }

    @Override
    void hold(int callers) throws IOException {
        if (pipes.size() < callers) {
            makePipes(pipes.size(), callers);
        }
        for (Path pipe : pipes.subList(0, callers)) {
            filling.add(Filled.open(pipe));
        }
        written = false;
    }

    private void makePipes(int from, int to) throws IOException {
        List<Object> command = new ArrayList<>(List.of("mkfifo"));
        for (int i = from; i < to; i++) {
            pipes.add(directory.resolve("pipe-" + i));
            command.add(pipes.getLast());
        }
        Commands.run(command.toArray());
    }

    @Override
    Outcome readHeld(int number, RandomGenerator random) throws Exception {
        return read(new Wanted(COUNT + number, 0, WHOLE, null));
    }

    /** The writer stays until the bytes are gone: before that, its reader may not have opened the pipe yet. */
    @Override
    boolean letGo() throws IOException {
        if (!written) {
            written = true;
            for (int i = 0; i < filling.size(); i++) {
                filling.get(i).end.write(content(COUNT + i));
            }
        }
        for (Iterator<Filled> all = filling.iterator(); all.hasNext(); ) {
            if (all.next().closeIfEmpty()) {
                all.remove();
            }
        }
        return filling.isEmpty();
    }

    @Override
    void replace(RandomGenerator random) {
        Lent old = lent;
        lent = new Lent(open(shape));
        close(old);
    }

    private void close(Lent used) {
        used.closing = true;
        used.ring.close();
        RingStatistics end = used.ring.statistics();
        if (end.inFlight() != 0 || end.quarantined() != 0 || end.waiting() != 0) {
            findings.add("after its close the ring has " + end);
        }
        if (end.fallbackReads() != 0 || end.cachedReads() != 0) {
            findings.add("some reads have not gone through the ring: " + end);
        }
    }

    @Override
    public void close() {
        close(lent);
        undo.close();
    }
}
