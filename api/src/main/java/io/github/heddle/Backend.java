package io.github.heddle;

import java.util.Map;
import java.util.Optional;

/**
 * How a {@link FileRing} reads, and why it reads that way.
 *
 * {@snippet class="io.github.heddle.SnippetsTest" region="backend"}
 *
 * @param kind the engine in use
 * @param reason why it is not the ring, with the errno where there is one; empty when it is
 * @param remedy what to do to get the ring; empty when it is in use or nothing can be done
 * @param details what else is known of it, in reading order: kernel, library, ring flags, limits
 */
public record Backend(
        Kind kind, Optional<String> reason, Optional<String> remedy, Map<String, String> details) {

    /**
     * The engines.
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="backend"}
     */
    public enum Kind {
        /** io_uring, set up and driven through liburing. */
        LIBURING("io_uring by liburing"),
        /** io_uring, set up and driven by plain system calls. */
        SYSTEM_CALLS("io_uring by system calls"),
        /** A bounded pool of platform threads that make blocking reads. */
        THREADS("thread pool");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * {@return whether files are read through io_uring}
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="backend"}
     */
    public boolean isRing() {
        return kind != Kind.THREADS;
    }
}
