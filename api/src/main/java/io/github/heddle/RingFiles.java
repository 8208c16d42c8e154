package io.github.heddle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

public final class RingFiles {
    private RingFiles() {}

    public static byte[] readAllBytes(Path path) throws IOException {
        return Files.readAllBytes(path);
    }

    public static Backend backend() {
        return FileRing.open().backend();
    }
}
