package io.github.heddle.stress;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A gate behind which all callers have to be parked at once: in the kernel as many as there are slots, and in line the
 * others. There are many more of them than carriers, so if one waited on a carrier, others would not come that far, and
 * the bystanders who want to run meanwhile would not get through.
 */
final class StormGate {

    private static final int BYSTANDERS = 64;
    private static final int BYSTANDERS_TURNS = 8;

    private final StormRun run;

    StormGate(StormRun run) {
        this.run = run;
    }

    void openAgainAndAgain() throws Exception {
        int callers = run.callersWanted();
        for (long left = run.reads(); left > 0; left -= callers) {
            if (!openOnce((int) Math.min(left, callers))) {
                return;
            }
        }
    }

    private boolean openOnce(int callers) throws Exception {
        run.files().hold(callers);
        run.start(callers, 0, StormCaller::readHeld);
        // Twice: one that has just got its slot may be woken once more, by the same wake-up.
        if (!run.awaitSoon("all callers are parked", run::areAllParked)
                || !letOthersRun()
                || !run.awaitSoon("all callers are parked still", run::areAllParked)) {
            return false;
        }
        if (run.callers().stream().anyMatch(StormCaller::isOver)) {
            run.findings().add(run.name() + ": a caller has gone on before the gate was open");
        }
        run.lookAtAll();
        return run.awaitSoon("the gate is open", run.files()::letGo) && run.awaitCallers();
    }

    @SuppressWarnings("ThreadPriorityCheck") // so that they take turns
    private boolean letOthersRun() throws Exception {
        AtomicInteger turns = new AtomicInteger();
        for (int i = 0; i < BYSTANDERS; i++) {
            Thread.ofVirtual().name("storm-bystander").start(() -> {
                for (int turn = 0; turn < BYSTANDERS_TURNS; turn++) {
                    turns.incrementAndGet();
                    Thread.yield();
                }
            });
        }
        return run.awaitSoon("others run while all callers wait", () -> turns.get() == BYSTANDERS * BYSTANDERS_TURNS);
    }
}
