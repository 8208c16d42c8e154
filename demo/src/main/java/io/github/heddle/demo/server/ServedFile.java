package io.github.heddle.demo.server;

import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A file that may be served.
 *
 * @param path its real one, without symbolic links when it was looked up
 * @param attributes when it was looked up
 */
record ServedFile(Path path, BasicFileAttributes attributes) {

    long size() {
        return attributes.size();
    }

    /** {@return whether it is a pipe, which has neither a size nor offsets} */
    boolean isPipe() {
        return attributes.isOther();
    }
}
