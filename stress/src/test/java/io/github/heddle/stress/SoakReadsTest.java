package io.github.heddle.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoakReadsTest {

    private static final int READS = 300;

    @TempDir
    Path directory;

    private final Truth truth = new Truth(42);
    private final List<SoakFile> files = new ArrayList<>();
    private final SoakReads.Tally tally = new SoakReads.Tally();
    private final StringWriter told = new StringWriter();
    private final Findings findings = new Findings(new PrintWriter(told));

    @BeforeEach
    void makeFiles() throws Exception {
        for (int i = 0; i < 20; i++) {
            files.add(new SoakFile(directory.resolve("file-" + i), i, truth));
        }
    }

    private void read(UnaryOperator<byte[]> seam) {
        SoakReads reads = new SoakReads(truth, files, new Watch(60_000_000_000L), findings, tally, seam);
        Random random = new Random(1);
        try (Rings rings = new Rings(random)) {
            for (int i = 0; i < READS; i++) {
                reads.readOnce(rings, random);
            }
        }
    }

    @Test
    void bytesThatAreRight_areNotComplainedAbout() {
        read(UnaryOperator.identity());
        assertThat(findings.count()).as("%s", told).isZero();
        assertThat(tally.reads.sum()).isGreaterThan(READS / 2);
    }

    @Test
    void oneByteOfOneRead_isFoundAndNamed() {
        AtomicInteger large = new AtomicInteger();
        read(bytes -> {
            if (bytes.length > 70_000 && large.incrementAndGet() == 5) {
                bytes[66_000] ^= 4;
            }
            return bytes;
        });
        assertThat(large.get()).isGreaterThan(5);
        assertThat(tally.mismatches.sum()).as("%s", told).isEqualTo(1);
        assertThat(told.toString()).contains(directory + "/file-", "at offset ", "seed 42");
    }

    @Test
    void bytesOfAnotherVersion_areWrongUnlessItWasThere() throws Exception {
        SoakFile file = files.getFirst();
        Sighting early = new Sighting(truth, file);
        early.opened();
        file.change();
        while (truth.size(0, file.newest()) < 1) {
            file.change();
        }
        byte[] later = truth.content(0, file.newest());
        assertThat(early.wrong(later, 0, Long.MAX_VALUE)).contains("of no version");
        assertThat(new Sighting(truth, file).wrong(later, 0, Long.MAX_VALUE)).isNull();
        assertThat(new Sighting(truth, file).wrong(truth.content(0, 0), 0, Long.MAX_VALUE)).contains("of no version");
    }

    @Test
    void aCallThatDoesNotReturn_isNoticedWithItsStack() throws Exception {
        Watch watch = new Watch(1);
        int hung = watch.over("a call", () -> {
            long start = System.nanoTime();
            while (System.nanoTime() - start < 2) {
                Thread.onSpinWait();
            }
            return watch.check(findings, directory);
        });
        assertThat(hung).isEqualTo(1);
        assertThat(told.toString()).contains("a call", "threads-");
        assertThat(watch.check(findings, directory)).isZero();
    }
}
