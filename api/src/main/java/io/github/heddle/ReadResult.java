package io.github.heddle;

import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What has become of a {@link ReadRequest}: its bytes, or why there are none.
 *
 * {@snippet class="io.github.heddle.SnippetsTest" region="result"}
 *
 * <p>May be used by any number of threads. Two results are equal only if they are the same object.
 */
public final class ReadResult {

    private final ReadRequest request;

    // One of the two is there.
    private final byte @Nullable [] bytes;
    private final @Nullable Throwable failure;

    ReadResult(ReadRequest request, byte @Nullable [] bytes, @Nullable Throwable failure) {
        this.request = request;
        this.bytes = bytes;
        this.failure = failure;
    }

    /**
     * {@return what was asked for, as it was handed over}
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="completions"}
     */
    public ReadRequest request() {
        return request;
    }

    /**
     * {@return the bytes, in an array that is the caller's own: it is not copied, and the same one every time}
     *
     * <p>What reading has thrown is thrown here, the same exception every time; its stack trace is that of the thread
     * that read.
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="completions"}
     *
     * @throws IOException if reading has thrown one: those of {@link FileRing#read(java.nio.file.Path)} and {@link
     *     FileRing#read(java.nio.file.Path, long, int)}
     * @throws IllegalStateException if the ring was closed before the request was started
     * @throws OutOfMemoryError if the bytes did not fit into an array or the heap, or there was no memory for a thread
     */
    public byte[] bytes() throws IOException {
        if (bytes != null) {
            return bytes;
        }
        switch (Objects.requireNonNull(failure)) {
            case IOException ofFile -> throw ofFile;
            case RuntimeException unchecked -> throw unchecked;
            case Error error -> throw error;
            // Only the provider of a foreign file system could have smuggled it in.
            case Throwable checked -> throw new IOException(checked);
        }
    }

    /**
     * {@return what reading has thrown; empty if there are bytes}
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="completions"}
     */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    /** {@return the request, and how many bytes there are or what was thrown, for people to read} */
    @Override
    public String toString() {
        String part = request.range()
                .map(range -> ", " + range.length() + " bytes from " + range.offset())
                .orElse("");
        String outcome = bytes != null ? bytes.length + " bytes" : String.valueOf(failure);
        return "ReadResult[" + request.path() + part + ": " + outcome + "]";
    }
}
