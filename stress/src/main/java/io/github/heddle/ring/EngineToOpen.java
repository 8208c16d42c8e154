package io.github.heddle.ring;

import java.util.List;

/** For a race in {@code api}: an engine on a {@link StandInKernel}, whose reaper does nothing. */
public final class EngineToOpen {

    private final HandTurnedEngine engine = new HandTurnedEngine(new StandInKernel(1), 1);

    public EngineGroup group() {
        return new EngineGroup(List.of(engine.engine));
    }

    /** {@return whether it refuses reads} */
    public boolean isClosed() {
        return engine.read(1, HandTurnedEngine.noPatience()).equals("CLOSED");
    }

    /** For a control: {@link WakeUp#holdUp}. */
    public static void holdUp() {
        WakeUp.holdUp();
    }
}
