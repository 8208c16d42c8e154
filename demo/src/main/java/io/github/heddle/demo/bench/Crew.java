package io.github.heddle.demo.bench;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The rivals of one workload, each started when it is first needed. */
final class Crew implements AutoCloseable {
    private final Workshop workshop;
    private final Map<Rival.Kind, Rival> rivals = new LinkedHashMap<>();

    Crew(Workshop workshop) {
        this.workshop = workshop;
    }

    Rival get(Rival.Kind kind) throws IOException, InterruptedException {
        Rival rival = rivals.get(kind);
        if (rival == null) {
            rival = kind.start(workshop);
            rivals.put(kind, rival);
        }
        return rival;
    }

    @Override
    public void close() {
        rivals.values().forEach(Rival::close);
    }
}
