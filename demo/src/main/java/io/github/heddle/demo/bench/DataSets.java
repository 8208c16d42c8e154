package io.github.heddle.demo.bench;

import io.github.heddle.demo.Output;
import io.github.heddle.demo.SampleData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The files to read, made when they are first needed and kept. */
final class DataSets {
    static final int SMALL_BYTES = 4 << 10;
    static final int MEDIUM_BYTES = 256 << 10;
    static final int LARGE_BYTES = 1 << 20;
    static final int HUGE_BYTES = 16 << 20;

    private static final int SMALL_PER_DIRECTORY = 1_000;
    private static final int MEDIUM_PER_DIRECTORY = 100;

    private final Path directory;
    private final Sizes sizes;
    private final Output output;

    DataSets(Path directory, Sizes sizes, Output output) {
        this.directory = directory;
        this.sizes = sizes;
        this.output = output;
    }

    Sizes sizes() {
        return sizes;
    }

    List<Path> small() throws IOException {
        return make(directory.resolve("small"), sizes.small(), SMALL_PER_DIRECTORY, SMALL_BYTES);
    }

    List<Path> medium() throws IOException {
        return make(directory.resolve("medium"), sizes.medium(), MEDIUM_PER_DIRECTORY, MEDIUM_BYTES);
    }

    List<Path> large() throws IOException {
        return make(directory.resolve("large"), sizes.large(), MEDIUM_PER_DIRECTORY, LARGE_BYTES);
    }

    List<Path> many() throws IOException {
        return make(directory.resolve("many"), sizes.many(), SMALL_PER_DIRECTORY, SMALL_BYTES);
    }

    Path huge() throws IOException {
        return make(directory.resolve("huge"), 1, 1, HUGE_BYTES).getFirst();
    }

    /** Files of any other size. */
    List<Path> of(int fileBytes, int count) throws IOException {
        return make(directory.resolve("size-" + fileBytes), count, SMALL_PER_DIRECTORY, fileBytes);
    }

    List<Path> elsewhere(Path place, int count, int perDirectory) throws IOException {
        return make(place, count, perDirectory, SMALL_BYTES);
    }

    private List<Path> make(Path place, int count, int perDirectory, int fileBytes) throws IOException {
        int directories = Math.max(1, count / perDirectory);
        var data = new SampleData(place, directories, count / directories, fileBytes);
        data.prepare(output);
        return data.paths();
    }
}
