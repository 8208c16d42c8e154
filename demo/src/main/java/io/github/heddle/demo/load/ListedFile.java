package io.github.heddle.demo.load;

import java.nio.file.Path;

/** A regular file, and its size when it was listed. */
public record ListedFile(Path path, long size) {}
