package io.github.heddle;

import java.time.Duration;

/**
 * How the reads of a {@link FileRing} have gone, from its opening to now. The numbers are counted while reads go on, so
 * they need not be of one and the same moment.
 *
 * {@snippet class="io.github.heddle.SnippetsTest" region="statistics"}
 *
 * @param cachedReads reads that the page cache answered on the caller's thread
 * @param ringReads reads that went through the ring, at least in part
 * @param fallbackReads reads of whole files and parts by the thread pool. In all three a long list of ranges counts as
 *     several, and so does a pipe, by what it gives at a time
 * @param bytes how many bytes all of them have read
 * @param inFlight requests that the kernel has now for callers that wait for them
 * @param waiting callers that wait for their turn now
 * @param quarantined requests that the kernel has now and whose callers have given up
 * @param queueTime how long requests through the ring have waited before the kernel had them, all together
 * @param deviceTime how long requests through the ring were in the kernel, all together
 */
public record RingStatistics(
        long cachedReads,
        long ringReads,
        long fallbackReads,
        long bytes,
        int inFlight,
        int waiting,
        int quarantined,
        Duration queueTime,
        Duration deviceTime) {}
