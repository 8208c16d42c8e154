package io.github.heddle.demo.load;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a server tells of itself.
 *
 * @param carriers how many carrier threads it has for virtual threads
 * @param mounted how many virtual threads are on one
 * @param queued how many virtual threads could run, and wait for one
 * @param readsUnderWay how many reads of the side have not come back
 * @param ring whether Heddle reads by io_uring
 * @param engine how Heddle reads
 * @param reason why it does not read by io_uring
 * @param inFlight how many requests the ring has in the kernel
 * @param cachedReads how many reads Heddle has made from memory
 * @param ringReads how many by the ring
 * @param fallbackReads how many by its thread pool
 */
public record ServerState(
        long carriers,
        long mounted,
        long queued,
        long readsUnderWay,
        boolean ring,
        String engine,
        Optional<String> reason,
        long inFlight,
        long cachedReads,
        long ringReads,
        long fallbackReads) {

    /** Takes it from the server's statistics. */
    static ServerState of(Map<String, Object> statistics, Side side) {
        Map<?, ?> carriers = part(statistics, "carriers");
        Map<?, ?> ring = part(statistics, "ring");
        Map<?, ?> backend = part(statistics, "backend");
        return new ServerState(
                number(carriers, "parallelism"),
                number(carriers, "mounted"),
                number(carriers, "queued"),
                number(part(statistics, side.path()), "readsUnderWay"),
                Boolean.TRUE.equals(backend.get("ring")),
                String.valueOf(backend.get("engine")),
                Optional.ofNullable(backend.get("reason")).map(Object::toString),
                number(ring, "inFlight"),
                number(ring, "cachedReads"),
                number(ring, "ringReads"),
                number(ring, "fallbackReads"));
    }

    private static Map<?, ?> part(Map<?, ?> of, String name) {
        return (Map<?, ?>) Objects.requireNonNull(of.get(name), name);
    }

    private static long number(Map<?, ?> of, String name) {
        return ((Number) Objects.requireNonNull(of.get(name), name)).longValue();
    }
}
