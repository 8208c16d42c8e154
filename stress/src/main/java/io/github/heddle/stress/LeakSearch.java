package io.github.heddle.stress;

import io.github.heddle.FileRing;
import io.github.heddle.RingStatistics;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Reads in every way that fails, and looks whether the process then holds more than before. */
final class LeakSearch {

    private static final int CALLERS = 32;
    private static final long LATEST_NANOS = 60_000_000_000L;

    private static final Path DUMPS = Path.of(System.getProperty("java.io.tmpdir"));

    private final LeakGround ground;
    private final PrintWriter out;
    private final Findings findings;
    private final Watch watch = new Watch(LATEST_NANOS);
    private final Map<String, AtomicLong> performed = new ConcurrentHashMap<>();

    LeakSearch(LeakGround ground, PrintWriter out) {
        this.ground = ground;
        this.out = out;
        findings = new Findings(out);
    }

    /** {@return how many acts each of them was} */
    Map<String, AtomicLong> performed() {
        return performed;
    }

    Findings findings() {
        return findings;
    }

    /** {@return the process before and after so many reads, for which it was warmed up by a few} */
    Ledger run(long reads) throws IOException, InterruptedException {
        turn(Math.clamp(reads / 10, 1000, 20_000), 0);
        performed.clear();
        Holdings before = Ledger.open();
        turn(reads, 1);
        Ledger ledger = Ledger.close(before);
        if (!ledger.leaks().isEmpty()) {
            findings.add("held after the reads and not before: " + ledger.leaks());
        }
        return ledger;
    }

    private void turn(long reads, long seed) throws IOException, InterruptedException {
        Releases releases = ground.slow == null ? null : Releases.start(ground.slow, findings);
        try (FileRing ring = FileRing.open()) {
            ring.backend();
            Acts acts = new Acts(ring, ground);
            AtomicLong left = new AtomicLong(reads);
            for (Acts.Named act : acts.all()) {
                perform(act, new Random(seed), left);
            }
            CountDownLatch ended = new CountDownLatch(CALLERS);
            for (int i = 0; i < CALLERS; i++) {
                Random random = new Random(seed * CALLERS + i);
                Thread.ofVirtual().start(() -> {
                    try {
                        while (left.get() > 0) {
                            perform(acts.any(random), random, left);
                        }
                    } finally {
                        ended.countDown();
                    }
                });
            }
            while (!ended.await(1, TimeUnit.SECONDS)) {
                if (watch.check(findings, DUMPS) > 0) {
                    break; // who hangs is not waited for
                }
            }
            if (releases != null) {
                releases.end();
            }
            checkHome(ring);
        }
    }

    private void perform(Acts.Named act, Random random, AtomicLong left) {
        performed.computeIfAbsent(act.name(), name -> new AtomicLong()).incrementAndGet();
        try {
            left.addAndGet(-watch.over(act.name(), () -> act.act().perform(random)));
        } catch (Throwable e) {
            left.decrementAndGet();
            findings.add(act.name(), e);
        }
    }

    /** Slots and places are free again some moments after the last caller was answered. */
    private void checkHome(FileRing ring) {
        long end = System.nanoTime() + LATEST_NANOS;
        while (true) {
            RingStatistics now = ring.statistics();
            if (now.inFlight() + now.waiting() + now.quarantined() == 0) {
                return;
            }
            if (System.nanoTime() > end) {
                findings.add("a ring that nobody reads by has not come to rest: " + now);
                return;
            }
            LockSupport.parkNanos(10_000_000);
        }
    }

    void print(Ledger ledger) {
        performed.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> out.printf("%-40s %,10d times%n", entry.getKey(), entry.getValue().get()));
        out.println();
        out.print(ledger);
        out.flush();
    }
}
