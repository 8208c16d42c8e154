package io.github.heddle.stress;

import io.github.heddle.EnginePolicy;
import io.github.heddle.FileRing;
import io.github.heddle.RingStatistics;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;

/** Rings of all kinds, each of which is closed under its readers some time, and another one takes its place. */
final class Rings implements AutoCloseable {

    /** A ring, and whether somebody has begun to close it. */
    static final class Lent {
        final FileRing ring;
        volatile boolean closing;

        private Lent(FileRing ring) {
            this.ring = ring;
        }
    }

    private static final int COUNT = 4;

    final LongAdder cached = new LongAdder();
    final LongAdder byRing = new LongAdder();
    final LongAdder byPool = new LongAdder();
    final LongAdder opened = new LongAdder();

    private final AtomicReferenceArray<Lent> rings = new AtomicReferenceArray<>(COUNT);

    Rings(Random random) {
        for (int i = 0; i < COUNT; i++) {
            rings.set(i, open(i, random));
        }
    }

    Lent any(Random random) {
        return rings.get(random.nextInt(COUNT));
    }

    /** Puts another ring in the place of one, and closes that. */
    void replaceOne(Random random) {
        int place = random.nextInt(COUNT);
        close(rings.getAndSet(place, open(place, random)));
    }

    /** The first one has the defaults. */
    private Lent open(int place, Random random) {
        FileRing.Builder builder = FileRing.builder().closeDeadline(Duration.ofSeconds(20));
        if (place > 0) {
            builder.inFlight(1 + random.nextInt(100))
                    .rings(1 + random.nextInt(4))
                    .memory((1L + random.nextInt(200)) << 16)
                    .quarantine(random.nextInt(10))
                    .mergeGap(random.nextInt(10_000))
                    .cachedReads(random.nextInt(3) == 0)
                    .engine(random.nextInt(8) == 0 ? EnginePolicy.THREADS : EnginePolicy.AUTOMATIC);
        }
        opened.increment();
        return new Lent(builder.open());
    }

    private void close(Lent lent) {
        lent.closing = true;
        lent.ring.close();
        RingStatistics end = lent.ring.statistics();
        cached.add(end.cachedReads());
        byRing.add(end.ringReads());
        byPool.add(end.fallbackReads());
    }

    @Override
    public void close() {
        for (int i = 0; i < COUNT; i++) {
            close(rings.get(i));
        }
    }
}
