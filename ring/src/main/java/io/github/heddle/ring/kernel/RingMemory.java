package io.github.heddle.ring.kernel;

import java.lang.foreign.MemorySegment;

/**
 * Where things are in the memory that a ring shares with the kernel.
 *
 * @param sqHead moved by the kernel when it has taken entries
 * @param sqTail moved by the one that submits
 * @param sqArray the order in which the entries are taken
 * @param cqHead moved by us when we have read completions
 * @param cqTail moved by the kernel
 */
record RingMemory(
        MemorySegment sqHead,
        MemorySegment sqTail,
        MemorySegment sqArray,
        MemorySegment sqes,
        int sqEntries,
        MemorySegment cqHead,
        MemorySegment cqTail,
        MemorySegment cqes,
        int cqEntries) {}
