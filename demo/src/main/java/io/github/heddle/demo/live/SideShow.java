package io.github.heddle.demo.live;

import io.github.heddle.demo.load.Figures;
import io.github.heddle.demo.load.Load;
import io.github.heddle.demo.load.Plan;
import io.github.heddle.demo.load.ServerState;
import io.github.heddle.demo.load.Side;
import io.github.heddle.demo.load.SlowReaders;
import io.github.heddle.demo.load.Trial;
import io.github.heddle.demo.load.Window;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One side of a show, under load: its server, and what the page shows of it. */
final class SideShow implements AutoCloseable {
    /** The figures are those of so long a time. */
    static final Duration WINDOW = Duration.ofSeconds(10);

    /** Both sides are asked for the same files in the same order. */
    static final long SEED = 1;

    private final Trial trial;
    private final Load load;
    private final @Nullable SlowReaders readers;
    private final Window window;

    /**
     * Puts the load on it.
     *
     * @param trial is closed with the show
     */
    SideShow(Trial trial) {
        this.trial = trial;
        readers = trial.startReaders();
        load = trial.startLoad(SEED);
        window = new Window(load, WINDOW);
    }

    Side side() {
        return trial.side();
    }

    Map<String, Object> fields() throws IOException {
        Window.View view = window.slide();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("pings", fields(view, Plan.PING));
        fields.put("files", fields(view, Plan.FILES));
        fields.put("inside", inside(trial.state()));
        return fields;
    }

    private static Map<String, Object> fields(Window.View view, String kind) {
        Figures figures = view.snapshot().of(kind);
        boolean isKnown = figures.answered() + figures.unanswered() > 0;
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("buckets", view.distribution(kind));
        fields.put("p50", isKnown ? micros(figures.p50()) : null);
        fields.put("p99", isKnown ? micros(figures.p99()) : null);
        fields.put("max", isKnown ? micros(figures.max()) : null);
        fields.put("perSecond", figures.perSecond());
        fields.put("megabytesPerSecond", figures.megabytesPerSecond());
        fields.put("unanswered", figures.unanswered());
        fields.put("oldest", micros(figures.oldest()));
        fields.put("failed", figures.failed());
        return fields;
    }

    private static Map<String, Object> inside(ServerState state) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("carriers", state.carriers());
        fields.put("mounted", state.mounted());
        fields.put("queued", state.queued());
        fields.put("inFlight", state.readsUnderWay());
        fields.put("cached", state.cachedReads());
        fields.put("ring", state.ringReads());
        fields.put("pool", state.fallbackReads());
        return fields;
    }

    private static double micros(long nanos) {
        return nanos / 1e3;
    }

    @Override
    public void close() {
        load.close();
        if (readers != null) {
            readers.close();
        }
        trial.close();
    }
}
