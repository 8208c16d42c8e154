package io.github.heddle.demo.bench;

import com.sun.management.OperatingSystemMXBean;
import io.github.heddle.demo.Reason;
import java.lang.management.ManagementFactory;
import java.util.Map;
import org.HdrHistogram.AbstractHistogram;

/** Time, CPU time and the way of the reads, from one moment to another. */
final class Measure {
    /** Counts the kernel's io_uring workers, too: they are threads of the process. */
    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final Reads reads;
    private final Proof proofBefore;
    private final long cpuBefore;
    private final long start;

    private Measure(Reads reads) {
        this.reads = reads;
        proofBefore = reads.proof();
        cpuBefore = PROCESS.getProcessCpuTime();
        start = System.nanoTime();
    }

    static Measure start(Reads reads) {
        return new Measure(reads);
    }

    Answer end(Tally tally) {
        return end(tally, Map.of());
    }

    Answer end(Tally tally, Map<String, AbstractHistogram> latencies) {
        long nanos = System.nanoTime() - start;
        long cpu = PROCESS.getProcessCpuTime() - cpuBefore;
        Throwable problem = tally.problem();
        return new Answer(
                problem == null ? Answer.NO_ERROR : problem.getClass().getSimpleName() + ": " + Reason.of(problem),
                nanos,
                tally.reads(),
                tally.bytes(),
                tally.checksum(),
                cpu,
                Latencies.encode(latencies),
                Map.of(),
                reads.proof().since(proofBefore));
    }
}
