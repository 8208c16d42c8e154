package io.github.heddle.demo;

import io.github.heddle.Backend;
import java.io.IOException;
import java.nio.file.Path;

/** Tells of a reading while it goes on and at its end; called by one thread at a time. */
interface ReadReport {
    void checksum(Path file, String sha256) throws IOException;

    void failure(Path path, String reason) throws IOException;

    void end(Totals totals, Backend backend) throws IOException;
}
