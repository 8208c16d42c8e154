package io.github.heddle.stress;

import java.util.random.RandomGenerator;

/** When a {@link StormKernel} answers. */
enum Temper {
    /** Only callers that it has seen parked: each answer is an unpark of a parked thread. */
    PATIENT(0, 100, 0),
    /** Some before their caller can have parked, some in the midst of it, some after it. */
    MIXED(25, 50, 25),
    /** Mostly after a while that is about as long as the patience of a caller that gives up. */
    TARDY(10, 10, 20);

    /** Of one operation, or of those that are linked to it. */
    enum When {
        AT_ONCE,
        WHEN_PARKED,
        SOON,
        LATE
    }

    /** The longest that a late answer takes, and the longest that a caller with a deadline waits. */
    static final int LATE_NANOS = 200_000;

    private final int atOnce;
    private final int whenParked;
    private final int soon;

    /** In percent; the rest is late. */
    Temper(int atOnce, int whenParked, int soon) {
        this.atOnce = atOnce;
        this.whenParked = whenParked;
        this.soon = soon;
    }

    When next(RandomGenerator random) {
        int chance = random.nextInt(100);
        if (chance < atOnce) {
            return When.AT_ONCE;
        }
        if (chance < atOnce + whenParked) {
            return When.WHEN_PARKED;
        }
        return chance < atOnce + whenParked + soon ? When.SOON : When.LATE;
    }
}
