package io.github.heddle;

/**
 * Which engine a {@link FileRing} may use.
 *
 * {@snippet class="io.github.heddle.SnippetsTest" region="builder"}
 */
public enum EnginePolicy {

    /** The ring where it can be had, the thread pool where not. The default. */
    AUTOMATIC,

    /** The ring or nothing: opening fails with the reason where io_uring cannot be had. */
    RING,

    /** The thread pool always: not one io_uring system call is made. */
    THREADS
}
