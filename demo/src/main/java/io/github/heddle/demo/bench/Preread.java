package io.github.heddle.demo.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;

/** Brings files into the page cache. */
final class Preread {
    private Preread() {}

    static void files(List<Path> files) throws IOException {
        for (Path file : new LinkedHashSet<>(files)) {
            try (InputStream content = Files.newInputStream(file)) {
                content.transferTo(OutputStream.nullOutputStream());
            }
        }
    }
}
