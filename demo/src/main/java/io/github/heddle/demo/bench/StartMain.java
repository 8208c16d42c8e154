package io.github.heddle.demo.bench;

import io.github.heddle.RingFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Reads one file and says how long that took from its first line on. */
final class StartMain {
    private StartMain() {}

    /**
     * Reads.
     *
     * @param arguments how to read, and the file
     */
    public static void main(String[] arguments) throws IOException {
        long start = System.nanoTime();
        boolean heddle = arguments[0].equals("heddle");
        Path file = Path.of(arguments[1]);
        byte[] content = heddle ? RingFiles.readAllBytes(file) : Files.readAllBytes(file);
        long nanos = System.nanoTime() - start;

        var tally = new Tally(1);
        tally.add(0, content);
        String backend = heddle ? RingFiles.backend().kind().toString() : "";
        boolean ring = heddle && RingFiles.backend().isRing();
        // Written by hand: what would write it takes longer to start than what is measured.
        System.out.printf(
                Locale.ROOT,
                "{\"error\":\"\",\"nanos\":%d,\"reads\":1,\"bytes\":%d,\"checksum\":%d,\"cpuNanos\":0,"
                        + "\"histograms\":{},\"values\":{},"
                        + "\"proof\":{\"backend\":\"%s\",\"ring\":%b,\"cachedReads\":%d}}%n",
                nanos, tally.bytes(), tally.checksum(), backend, ring, heddle ? 1 : 0);
    }
}
