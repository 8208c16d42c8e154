package io.github.heddle.stress;

import io.github.heddle.FileRing;
import io.github.heddle.ReadDeadlineException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Reads that hang or fail: of pipes, and on FUSE. */
final class Hazards {

    /** A file of a pipe's bytes has this number, and so all of them follow from the seed too. */
    private static final int PIPE = -1;

    private final Truth truth;
    private final Path pipes;
    private final @Nullable SlowFiles slow;
    private final Watch watch;
    private final Findings findings;
    private final SoakReads.Tally tally;
    private final AtomicInteger count = new AtomicInteger();

    Hazards(
            Truth truth,
            Path pipes,
            @Nullable SlowFiles slow,
            Watch watch,
            Findings findings,
            SoakReads.Tally tally) {
        this.truth = truth;
        this.pipes = pipes;
        this.slow = slow;
        this.watch = watch;
        this.findings = findings;
        this.tally = tally;
    }

    void readOnce(Rings rings, Random random) {
        Rings.Lent lent = rings.any(random);
        int number = count.incrementAndGet();
        String what = "hazard " + number;
        try {
            watch.over(what, () -> {
                if (slow == null || random.nextBoolean()) {
                    pipe(lent.ring, number, random);
                } else {
                    fuse(lent.ring, slow, number, random);
                }
                return null;
            });
        } catch (Throwable e) {
            boolean expected = e instanceof ReadDeadlineException
                    || ((e instanceof AsynchronousCloseException || e instanceof IllegalStateException) && lent.closing);
            if (expected) {
                tally.failures.increment();
            } else {
                findings.add(what, e);
            }
        }
    }

    private void check(String what, boolean right, int bytes) {
        tally.reads.increment();
        tally.bytes.add(bytes);
        if (!right) {
            tally.mismatches.increment();
            findings.add(what + ": wrong bytes, of " + bytes + "; seed " + truth.seed());
        }
    }

    /** Silent until the deadline, or with a writer. */
    private void pipe(FileRing ring, int number, Random random) throws Exception {
        Path pipe = pipes.resolve("pipe-" + number);
        Commands.run("mkfifo", pipe);
        try {
            if (random.nextBoolean()) {
                ring.within(Duration.ofMillis(random.nextInt(50))).read(pipe);
                throw new IllegalArgumentException("a silent pipe was read");
            }
            byte[] written = truth.content(PIPE, random.nextInt(1000));
            FutureTask<Boolean> writer = new FutureTask<>(() -> {
                try (OutputStream out = Files.newOutputStream(pipe, StandardOpenOption.WRITE)) {
                    out.write(written);
                    return true;
                } catch (IOException e) {
                    return false; // its reader has left
                }
            });
            Thread.ofPlatform().daemon().name("pipe-writer").start(writer);
            try {
                byte[] read = ring.read(pipe);
                check("a pipe", Arrays.equals(read, written), read.length);
            } finally {
                letGo(pipe, writer);
            }
        } finally {
            // A thread of the pool that waits for a writer goes on when there was one.
            FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE).close();
            Files.delete(pipe);
        }
    }

    private static void letGo(Path pipe, FutureTask<Boolean> writer) throws IOException {
        while (!writer.isDone()) {
            FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE).close();
            Thread.onSpinWait();
        }
    }

    private void fuse(FileRing ring, SlowFiles slow, int number, Random random) throws IOException {
        switch (random.nextInt(4)) {
            case 0 -> {
                byte[] read = ring.read(slow.file("size-" + random.nextInt(300_000)));
                check("FUSE", LeakGround.isContent(read, 0), read.length);
            }
            case 1 -> {
                try {
                    ring.read(slow.file("eio"));
                } catch (AsynchronousCloseException e) {
                    throw e;
                } catch (IOException e) {
                    tally.failures.increment();
                    return;
                }
                throw new IllegalArgumentException("FUSE's EIO was read over");
            }
            case 2 -> {
                byte[] read = ring.read(slow.file("short"), 100, 5000);
                check("FUSE's short reads", read.length == 5000 && LeakGround.isContent(read, 100), read.length);
            }
            default -> {
                byte[] read = ring.within(Duration.ofMillis(20)).read(slow.file("hang-read@" + number % 1000));
                check("FUSE that hung", LeakGround.isContent(read, 0), read.length);
            }
        }
    }
}
