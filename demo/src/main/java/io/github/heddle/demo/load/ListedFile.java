package io.github.heddle.demo.load;

import io.github.heddle.demo.FileWalk;
import io.github.heddle.demo.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** A regular file, and its size when it was listed. */
public record ListedFile(Path path, long size) {

    /**
     * Lists the files below a directory that can be read.
     *
     * @param most after so many the listing ends
     * @param leftOut told of each path that is left out, and why
     */
    public static List<ListedFile> below(Path root, int most, BiConsumer<Path, String> leftOut) {
        List<ListedFile> files = new ArrayList<>();
        FileWalk.walk(root, new FileWalk.Findings() {
            @Override
            public boolean file(Path file, long size) {
                if (Files.isReadable(file)) {
                    files.add(new ListedFile(file, size));
                } else {
                    leftOut.accept(file, "permission denied");
                }
                return files.size() < most;
            }

            @Override
            public void failure(Path path, IOException problem) {
                leftOut.accept(path, Reason.of(problem));
            }
        });
        return files;
    }
}
