package io.github.heddle.stress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StormTest {

    private static final long SEED = Long.getLong("heddle.storm.seed", 1);
    private static final int STAND_IN_READS = 10_000;
    private static final int REAL_READS = 1_500;

    @TempDir
    Path directory;

    private final StringWriter text = new StringWriter();
    private final PrintWriter out = new PrintWriter(text, true);
    private final StormTally tally = new StormTally();

    private StormRun.Settings settings(long reads, int callers, Duration longestCall) {
        return new StormRun.Settings(reads, callers, SEED, directory, longestCall, Duration.ofSeconds(60));
    }

    private Storm storm(Storm.Kernel kernel, long reads, int callers) {
        return new Storm(kernel, settings(reads, callers, Duration.ofSeconds(60)), out, out);
    }

    @ParameterizedTest
    @EnumSource
    void standInKernel_answersEachReadOnce(StormPattern pattern) throws Exception {
        Storm storm = storm(Storm.Kernel.STAND_IN, STAND_IN_READS, 200);
        StandInFiles files = (StandInFiles) storm.files(pattern, tally);

        boolean hung = storm.run(pattern, tally, files);

        assertThat(hung).as("%s", text).isFalse();
        assertThat(storm.findings().count()).as("%s", text).isZero();
        assertReads(pattern, STAND_IN_READS);
        switch (pattern) {
            case DEADLINES, CLOSE -> assertThat(files.opened()).isLessThanOrEqualTo(tally.reads.sum());
            default -> assertThat(files.opened()).isEqualTo(tally.reads.sum());
        }
        assertParks(pattern, files);
    }

    private void assertReads(StormPattern pattern, long reads) {
        assertThat(pattern.isDisturbedEnough(tally, reads)).isTrue();
        switch (pattern) {
            // They go on until enough has come within their reads.
            case INTERRUPTS, STRAY_UNPARKS, STACK_TRACES, DEADLINES, CLOSE ->
                assertThat(tally.reads.sum()).isGreaterThanOrEqualTo(reads);
            default -> assertThat(tally.reads.sum()).isEqualTo(reads);
        }
    }

    private void assertParks(StormPattern pattern, StandInFiles files) {
        long pairs = tally.pairs.sum();
        long unmounted = tally.unmounted.sum();
        if (pattern == StormPattern.PING_PONG) {
            // Each read but the first is one park more, in line.
            assertThat(pairs).isEqualTo(files.steps() + tally.reads.sum() - 1);
        } else if (pattern.shape().temper() == Temper.PATIENT) {
            assertThat(pairs).isEqualTo(files.steps()).isGreaterThanOrEqualTo(tally.reads.sum());
        } else {
            assertThat(pairs).isPositive().isLessThan(files.steps());
        }
        switch (pattern) {
            case PINNED -> assertThat(unmounted).isZero();
            case PLATFORM_AND_VIRTUAL -> assertThat(unmounted).isPositive().isLessThan(pairs);
            default -> assertThat(unmounted).isPositive().isLessThanOrEqualTo(pairs);
        }
    }

    @ParameterizedTest
    @EnumSource
    void realKernel_answersEachRead(StormPattern pattern) throws Exception {
        String missing = RealFiles.missing(directory);
        assumeTrue(missing.isEmpty(), missing);
        Storm storm = storm(Storm.Kernel.REAL, REAL_READS, 100);

        boolean hung = storm.run(pattern, tally, storm.files(pattern, tally));

        assertThat(hung).as("%s", text).isFalse();
        assertThat(storm.findings().count()).as("%s", text).isZero();
        assertReads(pattern, REAL_READS);
        if (pattern == StormPattern.UNMOUNTED) {
            assertThat(tally.unmounted.sum()).isEqualTo(tally.reads.sum());
        }
        assertThat(directory).isEmptyDirectory();
    }

    /** Files that a test reads itself. */
    private abstract class TestFiles extends StormFiles {

        TestFiles(Storm storm) {
            super(new Truth(SEED), tally, storm.findings());
        }

        @Override
        int sizeOf(int file) {
            return 100;
        }

        @Override
        int longestPart() {
            return 100;
        }

        @Override
        boolean answerOnlyWhen(BooleanSupplier condition) {
            return false;
        }

        @Override
        boolean countsParks() {
            return true;
        }

        @Override
        void hold(int callers) {}

        @Override
        Outcome readHeld(int number, RandomGenerator random) throws Exception {
            return read(random, null);
        }

        @Override
        boolean letGo() {
            return true;
        }

        @Override
        void replace(RandomGenerator random) {}

        @Override
        public void close() {}
    }

    @Test
    void wrongBytes_areFound() throws Exception {
        Storm storm = storm(Storm.Kernel.STAND_IN, 100, 10);
        TestFiles files = new TestFiles(storm) {
            @Override
            Outcome read(Wanted wanted) {
                return check(wanted, new byte[100]);
            }
        };
        storm.run(StormPattern.CROWD, tally, files);
        assertThat(tally.wrongBytes.sum()).isEqualTo(100);
        assertThat(text.toString()).contains("100 bytes instead of");
    }

    @Test
    void lostInterrupt_isFound() throws Exception {
        Storm storm = storm(Storm.Kernel.STAND_IN, 1000, 10);
        TestFiles files = new TestFiles(storm) {
            @Override
            Outcome read(Wanted wanted) {
                boolean swallowed = Thread.interrupted();
                return swallowed ? Outcome.CLOSED : Outcome.RIGHT;
            }
        };
        storm.run(StormPattern.INTERRUPTS, tally, files);
        assertThat(text.toString()).contains("the interrupt status was lost");
    }

    @Test
    void readThatDoesNotComeBack_isTold() throws Exception {
        Storm storm = new Storm(Storm.Kernel.STAND_IN, settings(100, 10, Duration.ofMillis(100)), out, out);
        TestFiles files = new TestFiles(storm) {
            @Override
            Outcome read(Wanted wanted) throws Exception {
                new CountDownLatch(1).await();
                return Outcome.RIGHT;
            }
        };
        assertThat(storm.run(StormPattern.CROWD, tally, files)).isTrue();
        assertThat(text.toString()).contains("no answer after", "the stacks of all threads are in");
    }

    @Test
    void unknownKernel_isRefused() {
        StringWriter errors = new StringWriter();
        int status = Main.commandLine().setErr(new PrintWriter(errors)).execute("storm", "--kernel", "imagined");
        assertThat(status).isEqualTo(2);
        assertThat(errors.toString()).contains("'imagined' is none of stand-in, real");
    }
}
