package io.github.heddle;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * What to read: a whole file or a range of one. Handed over in any number to {@link FileRing#completions} and, in
 * groups, to {@link FileRing#groups}.
 *
 * {@snippet class="io.github.heddle.SnippetsTest" region="request"}
 *
 * @param path the file
 * @param range the part of it; empty: all of it
 */
public record ReadRequest(Path path, Optional<Range> range) {

    /**
     * A request.
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="request"}
     *
     * @throws NullPointerException if either is null
     */
    public ReadRequest {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(range, "range");
    }

    /**
     * {@return a request for a whole file}
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="request"}
     *
     * @throws NullPointerException if the path is null
     */
    public static ReadRequest of(Path path) {
        return new ReadRequest(path, Optional.empty());
    }

    /**
     * {@return a request for a range of a file}
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="request"}
     *
     * @throws NullPointerException if either is null
     */
    public static ReadRequest of(Path path, Range range) {
        return new ReadRequest(path, Optional.of(range));
    }
}
