package io.github.heddle;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/** A JVM that reads a file, all of it and parts, until its input ends. Then it tells how that went. */
final class DisturbedChild {

    private static final int READERS = 8;
    private static final int PART = 50_000;

    private final Path path;
    private final byte[] bytes;
    private final AtomicBoolean enough = new AtomicBoolean();
    private final LongAdder reads = new LongAdder();
    private final LongAdder wrong = new LongAdder();

    private DisturbedChild(Path path) throws Exception {
        this.path = path;
        bytes = Files.readAllBytes(path);
    }

    /** Takes a file, and the setup to read it with. */
    public static void main(String[] arguments) throws Exception {
        DisturbedChild child = new DisturbedChild(Path.of(arguments[0]));
        FileRing ring = Setup.valueOf(arguments[1]).open();
        List<FutureTask<Void>> readers = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            readers.add(new FutureTask<>(() -> child.readOn(ring)));
            Thread.ofVirtual().start(readers.getLast());
        }
        System.out.println("reading");
        while (System.in.read() >= 0) {
            // until the parent closes its end
        }
        child.enough.set(true);
        for (FutureTask<Void> reader : readers) {
            reader.get();
        }
        System.out.printf("on a ring %s, by the ring %d, left %d, reads %d, wrong %d%n", ring.backend().isRing(),
                ring.statistics().ringReads(), ring.closeAndCount(), child.reads.sum(), child.wrong.sum());
    }

    private Void readOn(FileRing ring) throws Exception {
        while (!enough.get()) {
            check(bytes, ring.read(path));
            check(Arrays.copyOfRange(bytes, PART, 2 * PART), ring.read(path, PART, PART));
            List<byte[]> parts = ring.readRanges(path, List.of(new Range(0, 10), Range.last(10)));
            check(Arrays.copyOf(bytes, 10), parts.get(0));
            check(Arrays.copyOfRange(bytes, bytes.length - 10, bytes.length), parts.get(1));
        }
        return null;
    }

    private void check(byte[] expected, byte[] actual) {
        reads.increment();
        if (!Arrays.equals(expected, actual)) {
            wrong.increment();
        }
    }
}
