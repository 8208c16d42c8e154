package io.github.heddle.ring.kernel;

import io.github.heddle.ring.Bell;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** An eventfd: a strike adds one to its counter, and the ring's read of it takes the counter away. */
final class EventBell implements Bell {

    private static final MemorySegment ONE = Arena.global().allocateFrom(ValueLayout.JAVA_LONG, 1L);

    /**
     * Where the kernel writes the counters of all bells, which nobody looks at. Never freed: a read of a bell is in flight
     * as long as there is its ring, and some moments longer.
     */
    private static final MemorySegment COUNTER = Arena.global().allocate(ValueLayout.JAVA_LONG);

    private final int descriptor = Libc.eventfd();

    @Override
    public void strike() {
        Libc.write(descriptor, ONE);
    }

    @Override
    public void close() {
        Libc.close(descriptor);
    }

    int descriptor() {
        return descriptor;
    }

    long address() {
        return COUNTER.address();
    }
}
