package io.github.heddle.stress;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

/** Sees that every call comes back in time. None that is watched has a reason to take longer. */
final class Watch {

    private record Call(String what, long startNanos) {}

    /** Of more of them the stacks tell, and where those are must be told too. */
    private static final int NAMED = 10;

    private final long longestNanos;
    private final Map<Thread, Call> calls = new ConcurrentHashMap<>();

    Watch(long longestNanos) {
        this.longestNanos = longestNanos;
    }

    <T> T over(String what, Callable<T> call) throws Exception {
        Thread caller = Thread.currentThread();
        calls.put(caller, new Call(what, System.nanoTime()));
        try {
            return call.call();
        } finally {
            calls.remove(caller);
        }
    }

    /** {@return how many hang} Tells the first of them, with the stacks of all threads beside it. */
    int check(Findings findings, Path dumps) {
        int hung = tell(findings);
        if (hung > 0) {
            dump(findings, dumps);
        }
        return hung;
    }

    /** {@return how many hang} Tells the first of them. */
    int tell(Findings findings) {
        long now = System.nanoTime();
        int hung = 0;
        for (Map.Entry<Thread, Call> entry : calls.entrySet()) {
            Call call = entry.getValue();
            if (now - call.startNanos() > longestNanos) {
                hung++;
                if (hung <= NAMED) {
                    findings.add("no answer after " + longestNanos / 1_000_000_000 + " s: " + call.what() + ", on "
                            + entry.getKey());
                }
            }
        }
        if (hung > NAMED) {
            findings.add("and " + (hung - NAMED) + " calls more");
        }
        return hung;
    }

    static void dump(Findings findings, Path dumps) {
        Path file = dumps.resolve("threads-" + System.currentTimeMillis() + ".txt");
        try {
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(file.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
            findings.add("the stacks of all threads are in " + file);
        } catch (IOException e) {
            findings.add("the stacks of all threads could not be written to " + file, e);
        }
    }
}
