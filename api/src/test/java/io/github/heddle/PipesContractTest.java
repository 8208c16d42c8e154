package io.github.heddle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Named pipes: the open waits for a writer, and the end is when the last one has left.
 *
 * <p>What goes wrong here waits for a writer that has been and gone, so it is not waited for long.
 */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PipesContractTest extends ContractSuite {

    /** What fits into a pipe that nobody reads. */
    private static final int CAPACITY = 64 << 10;

    private int pipes;

    PipesContractTest(Setup setup) {
        super(setup);
    }

    @BeforeEach
    void needsPipes() {
        assumeTrue(Tools.has("mkfifo"), "mkfifo is missing: install coreutils, it makes pipes");
    }

    @FunctionalInterface
    private interface Writer {
        void write(OutputStream pipe) throws IOException;
    }

    private Path pipe() throws Exception {
        Path pipe = directory.resolve("pipe-" + pipes++);
        Tools.run("mkfifo", pipe.toString());
        return pipe;
    }

    /** A pipe that somebody writes to as soon as there is a reader. */
    private Path pipe(Writer writer) throws Exception {
        Path pipe = pipe();
        writeTo(pipe, writer);
        return pipe;
    }

    private static void writeTo(Path pipe, Writer writer) {
        Thread.ofPlatform().daemon().start(() -> {
            try (OutputStream output = Files.newOutputStream(pipe)) {
                writer.write(output);
            } catch (IOException e) {
                throw new AssertionError(e); // the reader's bytes are too few then
            }
        });
    }

    @Test
    void bytes_areReadToTheEnd() throws Exception {
        for (int size : new int[] {1, 100, 4096, CAPACITY - 1, CAPACITY, CAPACITY + 1, 300_000, 3_000_000}) {
            byte[] bytes = bytes(size);
            check.sameEach(size + " bytes", () -> pipe(output -> output.write(bytes)));
        }
    }

    @Test
    void bytesInSmallPieces_areReadToTheEnd() throws Exception {
        byte[] bytes = bytes(20_000);
        for (int piece : new int[] {1, 7, 100, 4095}) {
            check.sameEach("pieces of " + piece, () -> pipe(output -> {
                for (int i = 0; i < bytes.length; i += piece) {
                    output.write(bytes, i, Math.min(piece, bytes.length - i));
                }
            }));
        }
    }

    @Test
    void writerThatLeavesAtOnce_hasBeenReadAllTheSame() throws Exception {
        // A writer's open ends as soon as anybody opens the pipe to read, and that has to be the one who reads: a reader
        // who looks, leaves and comes back finds the writer gone, and waits for another one.
        for (int size : new int[] {0, 30}) {
            byte[] bytes = bytes(size);
            for (int i = 0; i < 10; i++) {
                check.sameEach(size + " bytes", () -> pipe(output -> output.write(bytes)));
            }
        }
    }

    @Test
    void writersOneAfterTheOther_areReadTogetherWhileOneStays() throws Exception {
        byte[] bytes = bytes(1000);
        check.sameEach("a writer within the other's time", () -> {
            Path pipe = pipe();
            writeTo(pipe, output -> {
                output.write(bytes);
                try (OutputStream second = Files.newOutputStream(pipe)) {
                    second.write(bytes);
                }
                output.write(bytes);
            });
            return pipe;
        });
    }

    @Test
    void writerThatWasThereFirst_isReadFromItsStart() throws Exception {
        byte[] bytes = bytes(CAPACITY + 100_000);
        check.sameEach("a pipe that is full already", () -> {
            Path pipe = pipe();
            // Open for both, it waits for nobody; more than fits has been written only when there is a reader.
            RandomAccessFile output = new RandomAccessFile(pipe.toFile(), "rw");
            output.write(bytes, 0, CAPACITY);
            Thread.ofPlatform().daemon().start(() -> {
                try (output) {
                    output.write(bytes, CAPACITY, bytes.length - CAPACITY);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            return pipe;
        });
    }

    @Test
    void link_leadsToThePipe() throws Exception {
        byte[] bytes = bytes(100_000);
        check.sameEach("a link", () -> {
            Path pipe = pipe(output -> output.write(bytes));
            return Files.createSymbolicLink(directory.resolve("link-" + pipes), pipe);
        });
    }

    @Test
    void pipeWhoseNameTheKernelDoesNotRemember_isReadToTheEnd() throws Exception {
        assumeTrue(Tools.isRoot(), "needs root, to make the kernel forget names");
        byte[] bytes = bytes(100_000);
        check.sameEach("100,000 bytes, forgotten", () -> {
            Path pipe = pipe();
            Tools.dropNames();
            writeTo(pipe, output -> output.write(bytes));
            return pipe;
        });
    }

    @Test
    void readBeforeThereIsAnyWriter_waitsForOne() throws Exception {
        byte[] bytes = bytes(1000);
        for (boolean forgotten : new boolean[] {false, true}) {
            check.bothHold(reader -> {
                Path pipe = pipe();
                if (forgotten && Tools.isRoot()) {
                    Tools.dropNames();
                }
                Outcome.Pending read = Outcome.start(() -> reader.read(pipe));
                // The writer's open ends when the reader's has begun, or when it has ended before.
                try (OutputStream output = Files.newOutputStream(pipe)) {
                    assertThat(read.task().isDone()).isFalse();
                    output.write(bytes);
                }
                assertThat(read.await().bytes()).isEqualTo(bytes);
            });
        }
    }

    @Test
    void rangeOfAPipe_isRefused() throws Exception {
        Path pipe = pipe();
        try (RandomAccessFile output = new RandomAccessFile(pipe.toFile(), "rw")) {
            output.write(1);
            check.same(pipe, 0, 10);
            check.same(pipe, 5, 10);
            check.same(pipe, 0, 100_000);
        }
    }

    @Test
    void interruptOfAReadThatWaits_leavesItsBytesAndTheStatus() throws Exception {
        byte[] bytes = bytes(100_000);
        check.bothHold(reader -> {
            Path pipe = pipe();
            Outcome.Pending read = Outcome.start(() -> reader.read(pipe));
            try (OutputStream output = Files.newOutputStream(pipe)) {
                output.write(bytes, 0, 1000);
                read.thread().interrupt();
                output.write(bytes, 1000, bytes.length - 1000);
            }
            Outcome outcome = read.await();
            assertThat(outcome.bytes()).isEqualTo(bytes);
            assertThat(outcome.isInterrupted()).isTrue();
        });
    }

    @Test
    void interruptOfAnOpenThatWaits_leavesItsBytesAndTheStatus() throws Exception {
        byte[] bytes = bytes(1000);
        check.bothHold(reader -> {
            Path pipe = pipe();
            Outcome.Pending read = Outcome.start(() -> reader.read(pipe));
            read.thread().interrupt();
            try (OutputStream output = Files.newOutputStream(pipe)) {
                output.write(bytes);
            }
            Outcome outcome = read.await();
            assertThat(outcome.bytes()).isEqualTo(bytes);
            assertThat(outcome.isInterrupted()).isTrue();
        });
    }
}
