package io.github.heddle.ring.kernel;

import java.lang.foreign.MemorySegment;

/**
 * The calls that io_uring consists of. How they are made is the whole difference between a ring by liburing and one by
 * system calls: the queues in the shared memory are read and written by {@link KernelRing} either way.
 */
interface RingCalls {

    /** The shared memory of the ring. */
    RingMemory memory();

    /**
     * Submits every entry before the tail and waits for completions. Also with nothing to wait for it runs what the
     * kernel has deferred, so that completions appear.
     *
     * @return the number submitted, or a negative errno
     */
    int submitAndWait(int tail, int completions);

    /** {@return a negative errno, or what the kernel answers} */
    int register(int opcode, MemorySegment argument, int count);

    void exit();
}
