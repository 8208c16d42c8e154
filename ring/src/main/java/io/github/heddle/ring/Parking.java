package io.github.heddle.ring;

import java.util.function.BooleanSupplier;

/**
 * Waiting that an interrupt does not end.
 *
 * <p>A read is not interruptible, and {@code park} returns at once while the interrupt status is set: so the status is
 * taken away meanwhile and put back at the end.
 */
public final class Parking {

    private Parking() {}

    /**
     * Parks until the condition holds, which whoever makes it hold follows by an unpark, or until the patience is over.
     *
     * @return whether the condition holds
     */
    public static boolean until(Object blocker, BooleanSupplier condition, Patience patience) {
        if (condition.getAsBoolean()) {
            return true;
        }
        Thread self = Thread.currentThread();
        boolean interrupted = false;
        patience.enter(self);
        try {
            while (!condition.getAsBoolean()) {
                if (patience.isOver()) {
                    return false;
                }
                patience.park(blocker);
                interrupted |= Thread.interrupted();
            }
            return true;
        } finally {
            patience.leave(self);
            if (interrupted) {
                self.interrupt();
            }
        }
    }

    /** A wait that an interrupt ends. */
    @FunctionalInterface
    public interface Wait {
        void await() throws InterruptedException;
    }

    /** Waits again until no interrupt has ended the wait. */
    public static void uninterruptibly(Wait wait) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    wait.await();
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
