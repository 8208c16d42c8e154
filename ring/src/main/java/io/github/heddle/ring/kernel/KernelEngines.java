package io.github.heddle.ring.kernel;

import io.github.heddle.ring.Engine;
import io.github.heddle.ring.EngineGroup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Engines on real rings, each tried out, which share what is allowed.
 *
 * @param viaLiburing whether liburing makes the calls; false when they are made directly
 */
public record KernelEngines(EngineGroup group, boolean viaLiburing, Map<String, String> details) {

    /** A ring with fewer requests than this has no turn worth sharing. */
    private static final int LEAST_IN_FLIGHT = 32;

    /** The kernel makes no longer completion queue, and cuts a longer one that is asked for. */
    private static final int MOST_COMPLETIONS = 1 << 16;

    /** As many slots have a place for every completion (invariant I4). */
    private static final int MOST_SLOTS = mostSlots();

    private static int mostSlots() {
        int beside = Engine.completionsAtMost(0);
        return (MOST_COMPLETIONS - beside) / (Engine.completionsAtMost(1) - beside);
    }

    /**
     * Makes the engines and starts them.
     *
     * @param rings how many; more where one cannot have so many slots, fewer where each would have too few requests, or where the system has not as many
     * @param inFlight how many requests may be in flight, by all of them together
     * @param reserve how many more the kernel may have whose callers have given up
     * @param memoryBytes the most that the buffers may take together, without those of the reserve
     * @param liburing whether liburing may be used where it is installed
     */
    public static KernelEngines open(int rings, int inFlight, int reserve, long memoryBytes, boolean liburing)
            throws RingUnavailable {
        long mostInFlight = Math.min(inFlight, memoryBytes / KernelEngine.BUFFER_BYTES);
        int needed = (inFlight + reserve - 1) / MOST_SLOTS + 1;
        int count = Math.max(needed, Math.clamp(mostInFlight / LEAST_IN_FLIGHT, 1, rings));
        List<KernelEngine> made = new ArrayList<>();
        RingUnavailable refused = null;
        for (int i = 0; i < count; i++) {
            try {
                made.add(KernelEngine.open(
                        share(inFlight, count, i), share(reserve, count, i), memoryBytes / count, liburing));
            } catch (RingUnavailable e) {
                if (made.isEmpty()) {
                    throw e;
                }
                refused = e; // with the rings that there are reads are slower, and no less right
                break;
            }
        }
        return of(made, count, refused);
    }

    private static int share(int total, int count, int number) {
        return total / count + (number < total % count ? 1 : 0);
    }

    private static KernelEngines of(List<KernelEngine> made, int wanted, @Nullable RingUnavailable refused) {
        KernelEngine first = made.getFirst();
        List<Engine> engines = made.stream().map(KernelEngine::engine).toList();
        Map<String, String> details = new LinkedHashMap<>();
        details.put("rings", made.size() + (refused == null ? "" : " of " + wanted)
                + (made.size() == 1 ? "" : ", the first with what follows"));
        if (refused != null) {
            details.put("no more rings", refused.reason() + ". Remedy: " + refused.remedy());
        }
        details.putAll(first.details());
        return new KernelEngines(new EngineGroup(engines), first.viaLiburing(), details);
    }
}
