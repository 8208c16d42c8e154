package io.github.heddle;

import java.util.List;
import java.util.Map;

/**
 * What a management console is told of an open {@link FileRing}: how it reads and why, and how its reads have gone.
 *
 * <p>A ring has a bean where {@link FileRing.Builder#jmx} names one, or for all rings of the process with {@code
 * -Dheddle.jmx=on}. Its name is {@code io.github.heddle:type=FileRing,name=…}, where the name is the builder's, {@code
 * RingFiles} for the ring of the process, or else a number. Closing the ring takes it away.
 *
 * {@snippet class="io.github.heddle.SnippetsTest" region="jmx"}
 *
 * <p>The numbers are those of {@link RingStatistics}. Times are in nanoseconds.
 */
public interface FileRingMXBean {

    /** {@return the engine in use, as {@link Backend#kind} says it; this waits until the ring is open} */
    String getEngine();

    /** {@return why it is not the ring; empty when it is} */
    String getReason();

    /** {@return what to do to get the ring; empty when it is in use or nothing can be done} */
    String getRemedy();

    /** {@return what else is known of the engine, as in {@link Backend#details}} */
    Map<String, String> getDetails();

    /** {@return the reapers' threads by name, and whether each is alive; none where there is no ring} */
    Map<String, Boolean> getReapers();

    /** {@return as {@link RingStatistics#cachedReads}} */
    long getCachedReads();

    /** {@return as {@link RingStatistics#ringReads}} */
    long getRingReads();

    /** {@return as {@link RingStatistics#fallbackReads}} */
    long getFallbackReads();

    /** {@return as {@link RingStatistics#bytes}} */
    long getBytes();

    /** {@return as {@link RingStatistics#inFlight}} */
    int getInFlight();

    /** {@return as {@link RingStatistics#waiting}} */
    int getWaiting();

    /** {@return as {@link RingStatistics#quarantined}} */
    int getQuarantined();

    /** {@return as {@link RingStatistics#queueTime}, in nanoseconds} */
    long getQueueTimeNanos();

    /** {@return as {@link RingStatistics#deviceTime}, in nanoseconds} */
    long getDeviceTimeNanos();

    /** {@return how many threads the pool has now; they come when they are needed, and leave} */
    int getPoolThreads();

    /** {@return the reads that wait now, the oldest first, each {@link FileRing#readsUnderWay} in a line} */
    List<String> readsUnderWay();
}
