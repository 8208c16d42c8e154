package io.github.heddle.ring.kernel;

import io.github.heddle.ring.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * Callers read what the page cache has, each through native memory that it borrows for the call. What they get are the
 * bytes of their own files.
 */
public final class Race20CachedReads {

    private static final int SIZE = 64;

    private Race20CachedReads() {}

    /** {@return whose bytes these are} */
    private static String owner(byte[] bytes) {
        byte first = bytes[0];
        for (byte one : bytes) {
            if (one != first) {
                return "MIXED";
            }
        }
        return Character.toString(first);
    }

    /** The real class and the real kernel, by paths that differ and stay. */
    @JCStressTest
    @Outcome(id = "A, B", expect = Expect.ACCEPTABLE, desc = "Each its own.")
    @Outcome(id = {"MISSED, B", "A, MISSED", "MISSED, MISSED"}, expect = Expect.ACCEPTABLE, desc = "Not in memory: the ring reads it.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Another file's bytes.")
    @State
    public static class ReadBoth {

        private static final CachedReads READS = Objects.requireNonNull(CachedReads.tryOut(), "no openat2 or preadv2 here");
        private static final Engine.Target A = file('A');
        private static final Engine.Target B = file('B');

        private static Engine.Target file(char content) {
            byte[] bytes = new byte[SIZE];
            Arrays.fill(bytes, (byte) content);
            try {
                Path path = Files.createTempFile("heddle-race", null);
                path.toFile().deleteOnExit();
                Files.write(path, bytes);
                return new Engine.Target(PathCalls.AT_FDCWD, path.toString().getBytes(StandardCharsets.UTF_8), 0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Actor
        void first(LL_Result result) {
            result.r1 = read(A);
        }

        @Actor
        void second(LL_Result result) {
            result.r2 = read(B);
        }

        private static String read(Engine.Target target) {
            byte[] bytes = READS.readSmall(target, new CachedReads.Opened());
            return bytes == null ? "MISSED" : bytes.length == SIZE ? owner(bytes) : "SHORT";
        }
    }

    /** Both use the same memory. */
    @JCStressTest
    @Outcome(id = "A, B", expect = Expect.ACCEPTABLE, desc = "One after the other.")
    @Outcome(expect = Expect.ACCEPTABLE_INTERESTING, desc = "Another file's bytes, or some of both.")
    @State
    public static class OneScratchControl {

        private static final ByteBuffer SCRATCH = ByteBuffer.allocateDirect(SIZE);

        @Actor
        void first(LL_Result result) {
            result.r1 = read((byte) 'A');
        }

        @Actor
        void second(LL_Result result) {
            result.r2 = read((byte) 'B');
        }

        private static String read(byte content) {
            for (int i = 0; i < SIZE; i++) {
                SCRATCH.put(i, content);
            }
            byte[] bytes = new byte[SIZE];
            SCRATCH.get(0, bytes);
            return owner(bytes);
        }
    }
}
