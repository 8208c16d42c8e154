package io.github.heddle;

import java.util.concurrent.atomic.LongAdder;

/** Counts the reads of a ring by the way they took. Each thread counts on a cell of its own; a sum is not of one moment. */
final class Counters {

    final LongAdder cachedReads = new LongAdder();
    final LongAdder ringReads = new LongAdder();
    final LongAdder fallbackReads = new LongAdder();
    final LongAdder bytes = new LongAdder();

    void count(LongAdder way, long byteCount) {
        way.increment();
        if (byteCount > 0) {
            bytes.add(byteCount);
        }
    }
}
