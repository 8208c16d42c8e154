package io.github.heddle.ring.kernel;

import io.github.heddle.ring.Engine;
import io.github.heddle.ring.EngineGroup;
import io.github.heddle.ring.Ring;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Engines on real rings, the first of whose reapers dies when it is told to, in any call that it makes. */
public final class MortalEngines {

    private static final int RINGS = 2;

    private final Throwable death;
    private final AtomicLong callsLeft = new AtomicLong(Long.MAX_VALUE);
    private volatile long diedAt;

    /** @param death an Error or an unchecked exception */
    public MortalEngines(Throwable death) {
        this.death = death;
    }

    public KernelEngines open(int inFlight, int reserve, long memoryBytes, boolean liburing) throws RingUnavailable {
        List<Engine> engines = new ArrayList<>();
        boolean viaLiburing = false;
        for (int i = 0; i < RINGS; i++) {
            boolean first = i == 0;
            KernelEngine made = KernelEngine.open(
                    inFlight / RINGS, reserve / RINGS, memoryBytes / RINGS, liburing, ring -> first ? mortal(ring) : ring);
            viaLiburing = made.viaLiburing();
            engines.add(made.engine());
        }
        return new KernelEngines(new EngineGroup(engines), viaLiburing, Map.of());
    }

    /** The reaper dies after so many more calls. */
    public void dieAfter(long calls) {
        callsLeft.set(calls);
    }

    /** {@return when the reaper died, by {@link System#nanoTime}} */
    public long diedAt() {
        return diedAt;
    }

    private Ring mortal(Ring ring) {
        return (Ring) Proxy.newProxyInstance(
                MortalEngines.class.getClassLoader(), new Class<?>[] {Ring.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("close") && callsLeft.decrementAndGet() < 0) {
                        diedAt = System.nanoTime();
                        throw death;
                    }
                    try {
                        return method.invoke(ring, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
