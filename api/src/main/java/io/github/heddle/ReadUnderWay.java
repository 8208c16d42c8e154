package io.github.heddle;

import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A read, or a part of one, that waits, as it was a moment ago: for finding out on which file a program hangs.
 *
 * {@snippet class="io.github.heddle.SnippetsTest" region="readsUnderWay"}
 *
 * @param path the file
 * @param stage who has it
 * @param age how long ago it was made
 * @param threadId of the thread that waits for it, as in a thread dump; empty where its caller has given up
 */
public record ReadUnderWay(String path, Stage stage, Duration age, OptionalLong threadId) {

    /**
     * Who has a read that waits.
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="readsUnderWay"}
     */
    public enum Stage {
        /** Nobody: it waits until one of the reads in flight has ended. */
        IN_LINE_FOR_RING("in line for the ring"),
        /** The kernel has it, and so the device, the server or the pipe's writer has not answered yet. */
        IN_KERNEL("in the kernel"),
        /** The kernel has it, and its caller has given up at a deadline or a close. */
        GIVEN_UP("given up, and still in the kernel"),
        /** Nobody: all threads of the pool are busy. */
        IN_LINE_FOR_POOL("in line for a thread of the pool"),
        /** A thread of the pool makes a blocking call for it. */
        IN_POOL("in a blocking call of the pool");

        private final String text;

        Stage(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** @param ageNanos negative where it was made while others were looked at */
    static ReadUnderWay of(Object path, Stage stage, long ageNanos, @Nullable Thread caller) {
        return new ReadUnderWay(
                path.toString(),
                stage,
                Duration.ofNanos(Math.max(0, ageNanos)),
                caller == null ? OptionalLong.empty() : OptionalLong.of(caller.threadId()));
    }

    /**
     * {@return all of it in one line, to be read by people}
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="readsUnderWay"}
     */
    @Override
    public String toString() {
        String caller = threadId.isPresent() ? ", thread #" + threadId.getAsLong() : "";
        return String.format(Locale.ROOT, "%s: %s, for %.3f s%s", path, stage, age.toNanos() / 1e9, caller);
    }
}
