package io.github.heddle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/**
 * What 64 opens that hang cost the others: p99 of reads through the ring with and without them, in turns.
 *
 * <p>{@code java … io.github.heddle.HangingOpens [ROUNDS]}, as root and in {@code api}, since it mounts; nine rounds of a
 * second each unless told. The ratios are those of each round, and the table has their medians.
 */
final class HangingOpens {

    private static final int HANGING = 64;
    private static final int CALLERS = 16;
    private static final int FILES = 256;
    private static final int FILE_BYTES = 4096;
    private static final long NANOS = 1_000_000_000;
    private static final int MOST_READS = 1 << 20;

    /** What hangs beside the reads. */
    private enum Beside {
        NOBODY,
        FUSE,
        PIPES
    }

    private final FileRing ring;
    private final List<Path> files = new ArrayList<>();
    private final List<FutureTask<byte[]>> hanging = new ArrayList<>();

    private HangingOpens(FileRing ring, Path directory) throws IOException {
        this.ring = ring;
        for (int i = 0; i < FILES; i++) {
            files.add(Files.write(directory.resolve("file-" + i), new byte[FILE_BYTES]));
        }
    }

    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 9;
        Path directory = Files.createTempDirectory("heddle-opens");
        // What the page cache has would be read on the caller's thread, past whatever hangs.
        try (FileRing ring = FileRing.builder().engine(EnginePolicy.RING).cachedReads(false).open()) {
            new HangingOpens(ring, directory).measure(directory, rounds);
        }
        Tools.deleteTree(directory);
    }

    /** In microseconds, of each round. */
    private static final class Figures {

        private final Beside beside;
        private final double[] p50;
        private final double[] p99;

        Figures(Beside beside, int rounds) {
            this.beside = beside;
            p50 = new double[rounds];
            p99 = new double[rounds];
        }
    }

    private void measure(Path directory, int rounds) throws Exception {
        Figures alone = new Figures(Beside.NOBODY, rounds);
        List<Figures> all = List.of(alone, new Figures(Beside.FUSE, rounds), new Figures(Beside.PIPES, rounds));
        readFor(2 * NANOS); // until the code is compiled
        for (int round = 0; round < rounds; round++) {
            for (int turn = 0; turn < all.size(); turn++) {
                Figures figures = all.get((round + turn) % all.size()); // each is first in its turn
                Path place = Files.createDirectory(directory.resolve(figures.beside + "-" + round));
                long[] sorted = measure(figures.beside, place);
                figures.p50[round] = sorted[sorted.length / 2] / 1e3;
                figures.p99[round] = sorted[sorted.length * 99 / 100] / 1e3;
            }
        }
        System.out.printf("%d callers, files of %d bytes through the ring, %d opens that hang, medians of %d rounds%n",
                CALLERS, FILE_BYTES, HANGING, rounds);
        for (Figures figures : all) {
            double[] ratios = new double[rounds];
            Arrays.setAll(ratios, i -> figures.p99[i] / alone.p99[i]);
            System.out.printf("%-6s  p50 %8.1f µs  p99 %8.1f µs  p99 to that of nobody %.2f (%.2f to %.2f)%n",
                    figures.beside, median(figures.p50), median(figures.p99), median(ratios),
                    Arrays.stream(ratios).min().orElseThrow(), Arrays.stream(ratios).max().orElseThrow());
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private long[] measure(Beside beside, Path place) throws Exception {
        return switch (beside) {
            case NOBODY -> readFor(NANOS);
            case FUSE -> {
                try (SlowFs dead = SlowFs.start(place)) {
                    for (int i = 0; i < HANGING; i++) {
                        hang(dead.file("hang-open@" + i));
                    }
                    long[] sorted = readWhileAllHang();
                    dead.release();
                    awaitAll();
                    yield sorted;
                }
            }
            case PIPES -> {
                try (SilentPipes pipes = new SilentPipes(place, HANGING)) {
                    pipes.paths().forEach(this::hang);
                    long[] sorted = readWhileAllHang();
                    pipes.letGoUntil(() -> hanging.stream().allMatch(FutureTask::isDone));
                    awaitAll();
                    yield sorted;
                }
            }
        };
    }

    private void hang(Path path) {
        FutureTask<byte[]> read = new FutureTask<>(() -> ring.read(path));
        hanging.add(read);
        Thread.ofVirtual().start(read);
    }

    private long[] readWhileAllHang() throws Exception {
        while (ring.statistics().inFlight() < HANGING) {
            Thread.onSpinWait();
        }
        long[] sorted = readFor(NANOS);
        if (hanging.stream().anyMatch(FutureTask::isDone)) {
            throw new IllegalStateException("one did not hang");
        }
        return sorted;
    }

    private void awaitAll() throws Exception {
        for (FutureTask<byte[]> read : hanging) {
            read.get();
        }
        hanging.clear();
    }

    /** {@return how long each read took, in nanoseconds, sorted} */
    private long[] readFor(long nanos) throws Exception {
        long end = System.nanoTime() + nanos;
        List<FutureTask<long[]>> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            int caller = i;
            Callable<long[]> reading = () -> readUntil(end, caller);
            callers.add(new FutureTask<>(reading));
            Thread.ofVirtual().start(callers.getLast());
        }
        long[] all = new long[0];
        for (FutureTask<long[]> caller : callers) {
            long[] more = caller.get();
            int before = all.length;
            all = Arrays.copyOf(all, before + more.length);
            System.arraycopy(more, 0, all, before, more.length);
        }
        Arrays.sort(all);
        return all;
    }

    private long[] readUntil(long end, int caller) throws IOException {
        long[] times = new long[MOST_READS / CALLERS];
        int count = 0;
        for (long now = System.nanoTime(); now < end && count < times.length; count++) {
            byte[] bytes = ring.read(files.get((caller + count) % FILES));
            if (bytes.length != FILE_BYTES) {
                throw new IOException("a file gave " + bytes.length + " bytes");
            }
            long then = System.nanoTime();
            times[count] = then - now;
            now = then;
        }
        return Arrays.copyOf(times, count);
    }
}
