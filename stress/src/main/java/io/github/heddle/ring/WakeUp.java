package io.github.heddle.ring;

import java.time.Duration;

/**
 * One wait, in a test that may not wait for ever. Its patience ends when the wake-up must be taken for lost; the waiter
 * then finds its condition fulfilled all the same, because only the wake-up was lost. So the time tells.
 */
final class WakeUp {

    /** However loaded the machine is. */
    static final Duration LOST_AFTER = Duration.ofSeconds(3);

    private static final int HOLD_UP_SPINS = 20;

    private final Duration lostAfter;
    private final long began = System.nanoTime();

    WakeUp() {
        this(LOST_AFTER);
    }

    WakeUp(Duration lostAfter) {
        this.lostAfter = lostAfter;
    }

    /** A thread can be held up anywhere. A control says so where it hurts, so that a short run shows it too. */
    static void holdUp() {
        for (int i = 0; i < HOLD_UP_SPINS; i++) {
            Thread.onSpinWait();
        }
    }

    /** For a control, which is to lose some, and must not take long to. One that came late counts too. */
    static WakeUp ofControl() {
        return new WakeUp(Duration.ofMillis(20));
    }

    Patience patience() {
        return Patience.ENDLESS.within(lostAfter);
    }

    /** {@return the outcome, or that the wake-up was lost} */
    String orLost(String outcome) {
        return System.nanoTime() - began < lostAfter.toNanos() ? outcome : "WAKE_UP_LOST";
    }
}
