package io.github.heddle.ring.kernel;

import io.github.heddle.ring.Bell;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** An eventfd: a strike adds one to its counter, and the ring's read of it takes the counter away. */
final class EventBell implements Bell {

    private static final MemorySegment ONE = Arena.global().allocateFrom(ValueLayout.JAVA_LONG, 1L);

    private final int descriptor = Libc.eventfd();

    /** Where the kernel writes the counter. Never freed: a read of the bell is in flight as long as there is a ring. */
    private final MemorySegment counter = Arena.global().allocate(ValueLayout.JAVA_LONG);

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
        return counter.address();
    }
}
