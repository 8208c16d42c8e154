package io.github.heddle.demo.live;

import io.github.heddle.demo.FileWalk;
import io.github.heddle.demo.load.Side;
import java.io.IOException;
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

    private long start;
    private final List<SideShow> sides = new ArrayList<>();

    private Show() {}

    static Show start(Path directory, Settings settings) throws IOException {
        List<FoundFile> files = find(directory);
        Show show = new Show();
        try {
            for (Side side : Side.values()) {
                show.sides.add(SideShow.start(side, directory, settings));
            }
            // Both are up: from here on neither has the processors for itself.
            for (SideShow side : show.sides) {
                side.load(files);
            }
            show.start = System.nanoTime();
            return show;
        } catch (IOException | RuntimeException failed) {
            show.close();
            throw failed;
        }
    }

    /** A file that is asked for. */
    record FoundFile(Path path, long size) {}

    private static List<FoundFile> find(Path directory) throws IOException {
        List<FoundFile> files = new ArrayList<>();
        FileWalk.walk(directory, new FileWalk.Findings() {
            @Override
            public boolean file(Path file, long size) {
                files.add(new FoundFile(file, size));
                return files.size() < MOST_FILES;
            }

            @Override
            public void failure(Path path, IOException problem) {
                // What cannot be listed is not asked for.
            }
        });
        if (files.isEmpty()) {
            throw new IOException("there is no file to read below " + directory + ": serve another one by --dir");
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
