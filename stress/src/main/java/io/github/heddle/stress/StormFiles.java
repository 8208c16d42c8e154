package io.github.heddle.stress;

import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What a storm reads, and through which kernel. All bytes follow from the {@link Truth}. */
abstract class StormFiles implements AutoCloseable {

    /**
     * The engine that a pattern is for.
     *
     * @param temper of the stand-in kernel; a real one has its own
     */
    record Shape(int inFlight, int reserve, Temper temper) {}

    enum Outcome {
        RIGHT,
        WRONG,
        GIVEN_UP,
        CLOSED
    }

    /**
     * One read.
     *
     * @param length {@link #WHOLE} for the whole file
     * @param time null for as long as it takes
     */
    record Wanted(int file, int offset, int length, @Nullable Duration time) {}

    static final int COUNT = 64;
    static final int WHOLE = -1;

    final Truth truth;
    private final StormTally tally;
    private final Findings findings;

    StormFiles(Truth truth, StormTally tally, Findings findings) {
        this.truth = truth;
        this.tally = tally;
        this.findings = findings;
    }

    abstract int sizeOf(int file);

    /** So long is a part at most. */
    abstract int longestPart();

    abstract Outcome read(Wanted wanted) throws Exception;

    /** Reads once, what chance chooses. */
    final Outcome read(RandomGenerator random, @Nullable Duration time) throws Exception {
        int file = random.nextInt(COUNT);
        return read(
                random.nextInt(8) == 0
                        ? new Wanted(file, 0, WHOLE, time)
                        : new Wanted(file, random.nextInt(sizeOf(file) + 1), 1 + random.nextInt(longestPart()), time));
    }

    final Outcome check(Wanted wanted, byte[] bytes) {
        int left = sizeOf(wanted.file()) - wanted.offset();
        int count = wanted.length() == WHOLE ? left : Math.min(left, wanted.length());
        int at = truth.firstWrong(bytes, wanted.file(), 0, wanted.offset());
        if (bytes.length == count && at < 0) {
            return Outcome.RIGHT;
        }
        tally.wrongBytes.increment();
        findings.add("%d bytes instead of %d of %s%s".formatted(
                bytes.length, count, wanted, at < 0 ? "" : ", and the one at " + at + " is wrong"));
        return Outcome.WRONG;
    }

    /**
     * Answers only when this holds.
     *
     * @return whether this kernel can
     */
    abstract boolean answerOnlyWhen(BooleanSupplier condition);

    /** {@return whether the kernel counts the parks; else somebody has to look at the callers} */
    abstract boolean countsParks();

    /** From here on, so many held reads are not answered until {@link #letGo}. */
    abstract void hold(int callers) throws IOException;

    /** A read that is held. Each caller has a number of its own. */
    abstract Outcome readHeld(int number, RandomGenerator random) throws Exception;

    /** Again and again. {@return whether no held read needs anything more than its answer} */
    abstract boolean letGo() throws IOException;

    /** Puts another engine in the place of the present one, and closes that under its readers. */
    abstract void replace(RandomGenerator random);

    /** When all callers are done. Whatever is left then is wrong. */
    @Override
    public abstract void close() throws IOException;
}
