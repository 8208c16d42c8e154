package io.github.heddle;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A JVM that ends while it reads, and tells before that how far its reads are. */
final class ExitingChild {

    private static final int READERS = 32;
    private static final int READS_BEFORE = 100;

    /** How it ends, with the status that it must have then. */
    enum Way {
        EXIT(7),
        EXIT_AND_CLOSE(7),
        RETURN(0),
        THROW(1),
        HALT(9),
        SIGTERM(128 + 15),
        SIGKILL(128 + 9);

        final int status;

        Way(int status) {
            this.status = status;
        }

        boolean isSignal() {
            return name().startsWith("SIG");
        }
    }

    private ExitingChild() {}

    /** Takes the way, and a directory with files and a pipe to which nobody writes. */
    public static void main(String[] arguments) throws Exception {
        Way way = Way.valueOf(arguments[0]);
        FileRing ring = FileRing.builder()
                .engine(EnginePolicy.RING)
                .cachedReads(false)
                .closeDeadline(Duration.ofMillis(200))
                .open();
        AtomicInteger wrong = new AtomicInteger();
        List<Path> files;
        try (Stream<Path> all = Files.list(Path.of(arguments[1]))) {
            files = all.toList();
        }
        for (int i = 0; i < READERS; i++) {
            Path path = files.get(i % files.size());
            Thread.ofVirtual().start(() -> readOn(ring, path, wrong));
        }
        while (ring.statistics().ringReads() < READS_BEFORE) {
            Thread.onSpinWait();
        }
        if (way == Way.EXIT_AND_CLOSE) {
            Runtime.getRuntime().addShutdownHook(new Thread(ring::close));
        }
        RingStatistics now = ring.statistics();
        System.out.printf("read %d, in flight %d, wrong %d%n", now.ringReads(), now.inFlight(), wrong.get());
        end(way);
    }

    private static void readOn(FileRing ring, Path path, AtomicInteger wrong) {
        try {
            byte[] expected = Files.isRegularFile(path) ? Files.readAllBytes(path) : new byte[0];
            while (true) {
                if (!Arrays.equals(ring.read(path), expected)) {
                    wrong.incrementAndGet();
                }
            }
        } catch (Exception e) {
            // The ring was closed: this JVM ends.
        }
    }

    private static void end(Way way) throws InterruptedException {
        switch (way) {
            case EXIT, EXIT_AND_CLOSE -> System.exit(way.status);
            case RETURN -> {}
            case THROW -> throw new IllegalStateException("for the test");
            case HALT -> Runtime.getRuntime().halt(way.status);
            case SIGTERM, SIGKILL -> Thread.sleep(Duration.ofMinutes(1)); // until the signal comes
        }
    }
}
