package io.github.heddle.demo.live;

import io.github.heddle.demo.load.Figures;
import io.github.heddle.demo.load.Load;
import io.github.heddle.demo.load.Requests;
import io.github.heddle.demo.load.Served;
import io.github.heddle.demo.load.ServerState;
import io.github.heddle.demo.load.Side;
import io.github.heddle.demo.load.SlowFiles;
import io.github.heddle.demo.load.SlowReaders;
import io.github.heddle.demo.load.Target;
import io.github.heddle.demo.load.Window;
import io.github.heddle.demo.server.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One side of a show: its server, the load on it and the clients that read slow files. */
final class SideShow implements AutoCloseable {
    /** The figures are those of so long a time. */
    static final Duration WINDOW = Duration.ofSeconds(10);

    private static final String PINGS = "pings";
    private static final String FILES = "files";
    private static final long SEED = 1;

    private final Side side;
    private final Settings settings;
    private final Served served;
    private final ServerProcess server;
    private final @Nullable SlowFiles slowFiles;
    private @Nullable SlowReaders slowReaders;
    private @Nullable Load load;
    private @Nullable Window window;

    private SideShow(
            Side side, Settings settings, Path directory, ServerProcess server, @Nullable SlowFiles slowFiles) {
        this.side = side;
        this.settings = settings;
        this.served = new Served(server.uri(), side, directory);
        this.server = server;
        this.slowFiles = slowFiles;
    }

    static SideShow start(Side side, Path directory, Settings settings) throws IOException {
        Path root = directory.toAbsolutePath();
        SlowFiles slow = settings.slow() == 0 ? null : SlowFiles.below(root, Duration.ofMillis(settings.delay()));
        try {
            return new SideShow(side, settings, root, ServerProcess.start(root), slow);
        } catch (IOException | RuntimeException failed) {
            if (slow != null) {
                slow.close();
            }
            throw failed;
        }
    }

    Side side() {
        return side;
    }

    void load(List<Show.FoundFile> files) {
        List<Target> targets = files.stream()
                .map(file -> new Target(served.file(file.path().toAbsolutePath()), file.size()))
                .toList();
        Load started = Load.start(List.of(
                new Requests(PINGS, List.of(served.ping()), settings.pings(), SEED),
                new Requests(FILES, targets, settings.reads(), SEED)));
        load = started;
        window = new Window(started, WINDOW);
        if (slowFiles != null) {
            slowReaders = SlowReaders.start(served, slowFiles, settings.slow());
        }
    }

    Map<String, Object> fields() throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (window != null) {
            Window.View view = window.slide();
            fields.put(PINGS, fields(view, PINGS));
            fields.put(FILES, fields(view, FILES));
        }
        fields.put("inside", inside(ServerState.of(server.statistics(), side)));
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
        if (load != null) {
            load.close();
        }
        if (slowReaders != null) {
            slowReaders.close();
        }
        server.close();
        if (slowFiles != null) {
            slowFiles.close();
        }
    }
}
