package io.github.heddle.demo.live;

import io.github.heddle.demo.load.ListedFile;
import io.github.heddle.demo.load.Load;
import io.github.heddle.demo.load.Plan;
import io.github.heddle.demo.load.Side;
import io.github.heddle.demo.load.Trial;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Both sides under the same load at the same time. Each has a server process of its own: what one does to its carriers
 * does not touch the other, nor the page. They share the processors, as the load does.
 */
final class Show implements AutoCloseable {
    /** So many of a directory's files are enough to choose from. */
    private static final int MOST_FILES = 100_000;

    /** What a JVM loads and compiles for its first requests is not what the page is to show. */
    private static final Duration WARM_UP = Duration.ofSeconds(2);

    private final List<SideShow> sides;
    private final long start = System.nanoTime();

    private Show(List<Trial> trials) {
        sides = trials.stream().map(SideShow::new).toList();
    }

    static Show start(Path directory, Settings settings) throws IOException {
        Path root = directory.toAbsolutePath();
        var plan = new Plan(
                root,
                find(root),
                settings.reads(),
                settings.pings(),
                settings.slow(),
                Duration.ofMillis(settings.delay()));
        List<Trial> trials = new ArrayList<>();
        try {
            // The load begins when both are up: otherwise the first one would have the processors for itself.
            for (Side side : Side.values()) {
                trials.add(Trial.open(side, plan));
            }
            warmUp(trials);
            return new Show(trials);
        } catch (IOException | RuntimeException failed) {
            trials.forEach(Trial::close);
            throw failed;
        }
    }

    /** Both at the same time, by the load that they will have, without the slow files. */
    private static void warmUp(List<Trial> trials) throws IOException {
        List<Load> loads = new ArrayList<>();
        try {
            for (Trial trial : trials) {
                loads.add(trial.startLoad(SideShow.SEED));
            }
            Thread.sleep(WARM_UP);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the server was stopped");
        } finally {
            loads.forEach(Load::close);
        }
    }

    private static List<ListedFile> find(Path root) throws IOException {
        // What cannot be read is not asked for.
        List<ListedFile> files = ListedFile.below(root, MOST_FILES, (_, _) -> {});
        if (files.isEmpty()) {
            throw new IOException("there is no file to read below " + root + ": serve another directory by --dir");
        }
        return files;
    }

    Duration age() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** {@return what the page is to show now} */
    Map<String, Object> frame() throws IOException {
        Map<String, Object> shown = new LinkedHashMap<>();
        for (SideShow side : sides) {
            shown.put(side.side().path(), side.fields());
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("seconds", age().toMillis() / 1000.0);
        fields.put("window", SideShow.WINDOW.toSeconds());
        fields.put("sides", shown);
        return fields;
    }

    @Override
    public void close() {
        sides.forEach(SideShow::close);
    }
}
