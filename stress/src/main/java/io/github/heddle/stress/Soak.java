package io.github.heddle.stress;

import io.github.heddle.RingFiles;
import io.github.heddle.RingStatistics;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads for as long as it is asked to, and checks every byte. */
final class Soak {

    /**
     * What is asked for.
     *
     * @param longestCall a call that takes longer hangs
     */
    record Settings(
            Duration time,
            boolean faults,
            long seed,
            int callers,
            Path directory,
            Duration longestCall,
            Duration progress) {}

    private static final int STABLE = 60;
    private static final int CHANGING = 20;
    private static final Duration WARM_UP = Duration.ofSeconds(3);

    private final Settings settings;
    private final PrintWriter out;
    private final PrintWriter err;
    private final UnaryOperator<byte[]> seam;
    private final Findings findings;
    private final Truth truth;
    private final Watch watch;
    private final SoakReads.Tally tally = new SoakReads.Tally();
    private final List<SoakFile> files = new ArrayList<>();
    private final List<SoakFile> changing = new ArrayList<>();
    private volatile int hung;

    Soak(Settings settings, PrintWriter out, PrintWriter err, UnaryOperator<byte[]> seam) {
        this.settings = settings;
        this.out = out;
        this.err = err;
        this.seam = seam;
        findings = new Findings(out);
        truth = new Truth(settings.seed());
        watch = new Watch(settings.longestCall().toNanos());
    }

    SoakReads.Tally tally() {
        return tally;
    }

    /** {@return how many things are wrong} */
    long run() throws IOException, InterruptedException {
        try (Undo undo = new Undo()) {
            Path root = Files.createTempDirectory(settings.directory(), "heddle-soak");
            undo.push(() -> Commands.deleteTree(root));
            List<String> places = makeFiles(root, undo);
            Path pipes = Files.createDirectory(root.resolve("pipes"));
            SlowFiles slow = null;
            if (settings.faults() && SlowFiles.missing().isEmpty()) {
                slow = SlowFiles.mount(root.resolve("slow"), undo);
            } else if (settings.faults()) {
                out.println("Left out: FUSE: " + SlowFiles.missing());
            }
            turn(WARM_UP, slow, pipes);
            Holdings before = Ledger.open();
            tally.reset();
            long start = System.nanoTime();
            String ways = turn(settings.time(), slow, pipes);
            long seconds = (System.nanoTime() - start) / 1_000_000_000;
            Ledger ledger = Ledger.close(before);
            if (!ledger.leaks().isEmpty()) {
                findings.add("held after the reads and not before: " + ledger.leaks());
                out.print(ledger);
            }
            out.printf("soak: %,d reads, %,d bytes (%s), %,d failures expected, %d mismatches, %d hangs, %d wrong, %d s,"
                            + " faults %s, %d callers, on %s, seed %d, %s%n",
                    tally.reads.sum(), tally.bytes.sum(), ways, tally.failures.sum(), tally.mismatches.sum(), hung,
                    findings.count(), seconds, settings.faults() ? "on" : "off", settings.callers(),
                    String.join(" ", places), settings.seed(), ledger.summary());
            out.flush();
        }
        return findings.count();
    }

    private List<String> makeFiles(Path root, Undo undo) throws IOException {
        List<String> names = new ArrayList<>();
        for (var place : Places.make(root, undo, out).entrySet()) {
            names.add(place.getKey());
            for (int i = 0; i < STABLE + CHANGING; i++) {
                SoakFile file = new SoakFile(place.getValue().resolve("file-" + i), files.size(), truth);
                files.add(file);
                if (i >= STABLE) {
                    changing.add(file);
                }
            }
        }
        return names;
    }

    /** {@return how many reads went which way} */
    private String turn(Duration time, @Nullable SlowFiles slow, Path pipes) throws IOException, InterruptedException {
        Random random = new Random(settings.seed());
        RingStatistics before = RingFiles.statistics();
        Releases releases = slow == null ? null : Releases.start(slow, findings);
        Rings rings = new Rings(new Random(random.nextLong()));
        Nuisances nuisances = new Nuisances(findings);
        nuisances.drop(files, settings.faults(), new Random(random.nextLong()));
        nuisances.replaceRings(rings, 300, new Random(random.nextLong()));
        if (settings.faults()) {
            nuisances.changeFiles(changing, new Random(random.nextLong()));
            nuisances.fillTheHeap(new Random(random.nextLong()));
        }
        SoakReads reads = new SoakReads(truth, files, watch, findings, tally, seam);
        Hazards hazards = new Hazards(truth, pipes, slow, watch, findings, tally);
        long end = System.nanoTime() + time.toNanos();
        CountDownLatch ended = new CountDownLatch(settings.callers());
        for (int i = 0; i < settings.callers(); i++) {
            Random own = new Random(random.nextLong());
            Thread.ofVirtual().start(() -> {
                try {
                    while (System.nanoTime() < end && hung == 0) {
                        if (settings.faults() && own.nextInt(100) == 0) {
                            hazards.readOnce(rings, own);
                        } else {
                            reads.readOnce(rings, own);
                        }
                    }
                } finally {
                    ended.countDown();
                }
            });
        }
        watchOver(ended);
        if (releases != null) {
            releases.end();
        }
        nuisances.end();
        rings.close();
        RingStatistics after = RingFiles.statistics();
        return "memory %,d, ring %,d, pool %,d; %,d rings".formatted(
                rings.cached.sum() + after.cachedReads() - before.cachedReads(),
                rings.byRing.sum() + after.ringReads() - before.ringReads(),
                rings.byPool.sum() + after.fallbackReads() - before.fallbackReads(),
                rings.opened.sum());
    }

    private void watchOver(CountDownLatch ended) throws InterruptedException {
        long start = System.nanoTime();
        long told = start;
        while (!ended.await(1, TimeUnit.SECONDS)) {
            hung = watch.check(findings, settings.directory());
            if (hung > 0) {
                return; // who hangs is not waited for
            }
            if (System.nanoTime() - told > settings.progress().toNanos()) {
                told = System.nanoTime();
                err.printf("%,d s: %,d reads, %,d failures expected, %d wrong%n",
                        (told - start) / 1_000_000_000, tally.reads.sum(), tally.failures.sum(), findings.count());
                err.flush();
            }
        }
    }
}
