package io.github.heddle.demo.server;

import com.fasterxml.jackson.jr.ob.JSON;
import io.github.heddle.Backend;
import io.github.heddle.RingFiles;
import io.github.heddle.RingStatistics;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jdk.management.VirtualThreadSchedulerMXBean;

/** What the server has done so far and does now, as one line of JSON. It touches no file. */
final class Statistics {
    private final long start = System.nanoTime();
    private final VirtualThreadSchedulerMXBean scheduler =
            ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);
    private final List<Side> sides;

    Statistics(List<Side> sides) {
        this.sides = sides;
    }

    String json() throws IOException {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("uptimeMillis", Duration.ofNanos(System.nanoTime() - start).toMillis());
        sides.forEach(side -> all.put(side.name(), side.traffic().figures()));
        all.put("carriers", carriers());
        all.put("ring", ring());
        all.put("backend", backend());
        return JSON.std.asString(all);
    }

    private Map<String, Object> carriers() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("parallelism", scheduler.getParallelism());
        fields.put("poolSize", scheduler.getPoolSize());
        fields.put("mounted", scheduler.getMountedVirtualThreadCount());
        fields.put("queued", scheduler.getQueuedVirtualThreadCount());
        return fields;
    }

    private static Map<String, Object> ring() {
        RingStatistics statistics = RingFiles.statistics();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("cachedReads", statistics.cachedReads());
        fields.put("ringReads", statistics.ringReads());
        fields.put("fallbackReads", statistics.fallbackReads());
        fields.put("bytes", statistics.bytes());
        fields.put("inFlight", statistics.inFlight());
        fields.put("waiting", statistics.waiting());
        return fields;
    }

    private static Map<String, Object> backend() {
        Backend backend = RingFiles.backend();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("ring", backend.isRing());
        fields.put("engine", backend.kind().toString());
        backend.reason().ifPresent(reason -> fields.put("reason", reason));
        backend.remedy().ifPresent(remedy -> fields.put("remedy", remedy));
        return fields;
    }
}
