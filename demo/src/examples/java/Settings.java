import io.github.heddle.Backend;
import io.github.heddle.EnginePolicy;
import io.github.heddle.FileRing;
import io.github.heddle.RingStatistics;

/** A ring of one's own with its settings, and what it says of itself. */
void main(String... arguments) throws Exception {
    Path path = Path.of(arguments[0]);
    try (FileRing ring = FileRing.builder()
            .inFlight(128) // files read at once; further callers wait in order of arrival
            .rings(1) // io_urings, each with a reaper thread
            .memory(16 << 20) // bytes of native buffers
            .cachedReads(false) // also what the page cache has goes through the ring
            .engine(EnginePolicy.AUTOMATIC) // io_uring, or a thread pool where there is none
            .closeDeadline(Duration.ofSeconds(5))
            .open()) {
        Backend backend = ring.backend(); // waits until the ring is open
        IO.println(backend.isRing() ? "by io_uring" : "by a thread pool: " + backend.reason().orElseThrow());

        ring.read(path);
        RingStatistics statistics = ring.statistics();
        IO.println(statistics.ringReads() + " by the ring, " + statistics.fallbackReads() + " by the pool, "
                + statistics.cachedReads() + " from memory, " + statistics.bytes() + " bytes");
    }
}
