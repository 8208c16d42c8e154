package io.github.heddle.demo.load;

import java.util.LinkedHashMap;
import java.util.Map;

/** Figures as they are written in JSON, times in milliseconds. */
final class Fields {
    private Fields() {}

    static Map<String, Object> of(Figures figures) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("seconds", figures.span() / 1e9);
        fields.put("answered", figures.answered());
        fields.put("failed", figures.failed());
        fields.put("errors", figures.errors());
        fields.put("unanswered", figures.unanswered());
        fields.put("oldestUnansweredMillis", millis(figures.oldest()));
        fields.put("waitedForConnection", figures.heldBack());
        fields.put("perSecond", figures.perSecond());
        fields.put("megabytesPerSecond", figures.megabytesPerSecond());
        fields.put("p50Millis", millis(figures.p50()));
        fields.put("p90Millis", millis(figures.p90()));
        fields.put("p99Millis", millis(figures.p99()));
        fields.put("p999Millis", millis(figures.p999()));
        fields.put("maxMillis", millis(figures.max()));
        return fields;
    }

    static Map<String, Object> of(Lateness lateness) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("latenessP99Millis", millis(lateness.p99()));
        fields.put("latenessMaxMillis", millis(lateness.max()));
        return fields;
    }

    static Map<String, Object> of(ServerState state) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("carriers", state.carriers());
        fields.put("mounted", state.mounted());
        fields.put("queued", state.queued());
        fields.put("readsUnderWay", state.readsUnderWay());
        fields.put("inRing", state.inFlight());
        return fields;
    }

    private static double millis(long nanos) {
        return nanos / 1e6;
    }
}
