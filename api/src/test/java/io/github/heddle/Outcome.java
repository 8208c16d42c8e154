package io.github.heddle;

import java.nio.file.FileSystemException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What a caller has of a read: the bytes, or the failure with all that it tells but its causes, and the interrupt status
 * that it is left with.
 */
final class Outcome {

    private static final int BYTES_SHOWN = 24;

    private final byte @Nullable [] bytes;
    private final String failure;
    private final boolean interrupted;

    private Outcome(byte @Nullable [] bytes, String failure, boolean interrupted) {
        this.bytes = bytes;
        this.failure = failure;
        this.interrupted = interrupted;
    }

    /** Reads on a virtual thread. */
    static Outcome of(Callable<byte[]> read) throws InterruptedException {
        return start(read).await();
    }

    /** Begins to read on a virtual thread. */
    static Pending start(Callable<byte[]> read) {
        FutureTask<Outcome> task = new FutureTask<>(() -> here(read));
        return new Pending(Thread.ofVirtual().start(task), task);
    }

    static Outcome here(Callable<byte[]> read) {
        try {
            byte[] bytes = read.call();
            return new Outcome(bytes, "", Thread.currentThread().isInterrupted());
        } catch (Throwable e) { // an unchecked exception or an error is an answer too
            return new Outcome(null, told(e), Thread.currentThread().isInterrupted());
        }
    }

    private static String told(Throwable e) {
        String told = e.toString();
        return e instanceof FileSystemException ofFile
                ? told + " [" + ofFile.getFile() + ", " + ofFile.getOtherFile() + ", " + ofFile.getReason() + "]"
                : told;
    }

    /** Of the bytes, if there are any, those that the operator leaves. */
    Outcome with(UnaryOperator<byte[]> stable) {
        return bytes == null ? this : new Outcome(stable.apply(bytes), failure, interrupted);
    }

    Outcome apartFromStatus() {
        return new Outcome(bytes, failure, false);
    }

    boolean isInterrupted() {
        return interrupted;
    }

    boolean isSuccess() {
        return bytes != null;
    }

    /** {@return the bytes of a read that must not have failed} */
    byte[] bytes() {
        if (bytes == null) {
            throw new AssertionError("the read failed: " + failure);
        }
        return bytes;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Outcome that
                && Arrays.equals(bytes, that.bytes)
                && failure.equals(that.failure)
                && interrupted == that.interrupted;
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(bytes), failure, interrupted);
    }

    /** On one line, so that a child process can tell it. */
    @Override
    public String toString() {
        String status = interrupted ? ", interrupted" : "";
        if (bytes == null) {
            return failure.replace("\n", "\\n") + status;
        }
        CRC32C sum = new CRC32C();
        sum.update(bytes);
        String start = HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, BYTES_SHOWN));
        return "%d bytes, sum %08x, starting %s%s".formatted(bytes.length, sum.getValue(), start, status);
    }

    /** A read under way. */
    record Pending(Thread thread, FutureTask<Outcome> task) {

        Outcome await() throws InterruptedException {
            try {
                return task.get();
            } catch (ExecutionException e) {
                throw new AssertionError(e);
            }
        }
    }
}
