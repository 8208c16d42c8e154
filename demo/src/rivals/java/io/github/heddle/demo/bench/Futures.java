package io.github.heddle.demo.bench;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.NullMarked;

/** Waits for what an event loop will have done. */
@NullMarked
final class Futures {
    private Futures() {}

    static <T> T get(CompletableFuture<T> future) throws IOException {
        try {
            return future.get();
        } catch (ExecutionException failed) {
            throw new IOException(failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            var problem = new InterruptedIOException("interrupted");
            problem.initCause(interrupted);
            throw problem;
        }
    }
}
