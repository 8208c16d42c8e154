package io.github.heddle.ring;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An engine on a {@link StandInKernel}. Its reaper's turns are made by a test's actor, not by a thread. */
final class HandTurnedEngine {

    /** More turns than it takes to answer a read, to close its file and to bring its slot home. */
    private static final int TURNS = 6;

    final StandInKernel kernel;
    final Engine engine;
    private final int slots;
    private @Nullable Reaper reaper;
    private volatile boolean callerIsDone;

    HandTurnedEngine(StandInKernel kernel, int slots) {
        this.kernel = kernel;
        this.slots = slots;
        engine = new Engine(kernel, kernel, kernel.bell(), slots, slots, this::neverStarted);
    }

    private Thread neverStarted(Runnable reaper) {
        this.reaper = (Reaper) reaper;
        return Thread.ofPlatform().unstarted(reaper);
    }

    Reaper reaper() {
        return Objects.requireNonNull(reaper);
    }

    static Patience noPatience() {
        return Patience.ENDLESS.within(Duration.ZERO);
    }

    /** {@return what came of a read, whose caller waits for the answer} */
    String read(int file) {
        WakeUp wakeUp = new WakeUp();
        return wakeUp.orLost(read(file, wakeUp.patience()));
    }

    /** {@return what came of a read} */
    String read(int file, Patience patience) {
        try {
            Engine.Target target = new Engine.Target(0, StandInKernel.path(file), 0);
            byte[] bytes = engine.read(target, () -> -1, patience);
            return kernel.isContent(file, bytes) ? "READ" : "WRONG_BYTES";
        } catch (GivenUpException e) {
            return "GAVE_UP";
        } catch (EngineStoppedException e) {
            return e.isBroken() ? "BROKEN" : "CLOSED";
        } catch (ErrnoException e) {
            return "FAILED";
        }
    }

    /** What the caller does last. The strike ends the reaper's last wait, which is for nobody. */
    void callerIsDone() {
        callerIsDone = true;
        kernel.bell().strike();
    }

    /** {@return whether every wake-up has come} */
    String turnUntilCallerIsDone() {
        while (!callerIsDone) {
            reaper().turn();
        }
        return kernel.isWakeUpLost() ? "WAKE_UP_LOST" : "AWOKEN";
    }

    /** Nothing else may run. Turns until nothing is left to do. */
    void settle() {
        for (int i = 0; i < TURNS; i++) {
            kernel.bell().strike();
            reaper().turn();
        }
    }

    /** Nothing else may run. {@return whether all has come home} */
    String balance() {
        int left = slots - engine.pool().home();
        int open = kernel.openFiles();
        return left == 0 && open == 0 && engine.waiting() == 0 && engine.inFlight() == 0
                ? "ALL_HOME"
                : left + " slots and " + open + " files left";
    }
}
