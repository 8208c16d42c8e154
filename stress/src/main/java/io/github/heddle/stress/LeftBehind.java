package io.github.heddle.stress;

import io.github.heddle.EnginePolicy;
import io.github.heddle.FileRing;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.AsynchronousCloseException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;

/**
 * Rings that are closed while reads hang that nothing can cancel, and what is held of them after the reads were let go:
 * what the kernel could still have written to stays its own for ever, and nothing else may stay.
 *
 * <p>The hang is an overlay's whose lower layer is FUSE. The ring takes it for local, as its README warns.
 */
final class LeftBehind {

    private static final String BELLS = "descriptors: [eventfd]";

    private static final int RINGS = 4;
    private static final int READS = 4;
    private static final int BUFFERS = 64;
    private static final int BUFFER_KIB = 64;

    /** Of each slot, besides its buffers. */
    private static final int CONTROL_KIB = 5;

    private LeftBehind() {}

    /** {@return how many things are wrong} */
    static int run(SlowFiles slow, Undo undo, PrintWriter out) throws IOException, InterruptedException {
        Path overlay = Files.createDirectory(slow.point().resolveSibling("overlay"));
        Path empty = Files.createDirectory(slow.point().resolveSibling("empty"));
        slow.release();
        Commands.run("mount", "-t", "overlay", "overlay", "-o", "lowerdir=" + slow.point() + ":" + empty, overlay);
        undo.push(() -> Commands.run("umount", "--lazy", overlay));
        slow.holdAgain();
        Holdings before = Ledger.open();
        for (int i = 0; i < RINGS; i++) {
            leaveBehind(overlay, i, out);
        }
        slow.release();
        return judge(Ledger.close(before, Duration.ofSeconds(15)), "descriptors: files in " + overlay.getParent(), out);
    }

    private static void leaveBehind(Path overlay, int number, PrintWriter out) throws InterruptedException {
        FileRing ring = FileRing.builder()
                .engine(EnginePolicy.RING)
                .cachedReads(false)
                .rings(1)
                .inFlight(BUFFERS)
                .memory(((long) BUFFERS * BUFFER_KIB) << 10)
                .quarantine(0)
                .closeDeadline(Duration.ofMillis(400))
                .open();
        List<FutureTask<byte[]>> reads = new ArrayList<>();
        try (ring) {
            for (int i = 0; i < READS; i++) {
                Path path = overlay.resolve("hang-read@" + number + "-" + i);
                FutureTask<byte[]> read = new FutureTask<>(() -> ring.read(path));
                reads.add(read);
                Thread.ofVirtual().start(read);
            }
            while (ring.statistics().inFlight() < READS && reads.stream().noneMatch(FutureTask::isDone)) {
                LockSupport.parkNanos(1_000_000);
            }
        }
        for (FutureTask<byte[]> read : reads) {
            try {
                out.println("WRONG: a read that hung gave " + read.get().length + " bytes");
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof AsynchronousCloseException)) {
                    out.println("WRONG: a read that hung ended with " + e.getCause());
                }
            }
        }
    }

    private static int judge(Ledger ledger, String directories, PrintWriter out) {
        long bells = ledger.growth(BELLS);
        long places = ledger.growth(directories);
        long mapped = ledger.growth(Holdings.BEYOND_THE_BOOKS);
        out.printf("%nLeft to the kernel by %d rings that were closed with %d reads each that hung, and were let go then:"
                + " %d eventfds, %d descriptors of the mount's directory, %,d KiB mapped%n",
                RINGS, READS, bells, places, mapped);
        List<String> others = ledger.leaks().stream()
                .filter(item -> !List.of(BELLS, directories, Holdings.BEYOND_THE_BOOKS).contains(item))
                .toList();
        long most = (long) RINGS * BUFFERS * (BUFFER_KIB + CONTROL_KIB) + Ledger.SLACK_KIB;
        if (others.isEmpty() && bells <= RINGS && places <= RINGS * READS && mapped <= most) {
            return 0;
        }
        out.println("WRONG: that is more than what these rings and their reads had: " + others);
        out.print(ledger);
        return 1;
    }
}
