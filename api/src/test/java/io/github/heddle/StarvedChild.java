package io.github.heddle;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.LongAdder;

/** A JVM in which some read files that the memory has no room for, while others read a small one. */
final class StarvedChild {

    private static final int GREEDY = 24;
    private static final int MODEST = 4;
    private static final int READS = 10;

    private StarvedChild() {}

    /** Takes the setup, a small file and a large one. */
    public static void main(String[] arguments) throws Exception {
        Path small = Path.of(arguments[1]);
        Path large = Path.of(arguments[2]);
        byte[] bytes = Files.readAllBytes(small);
        long size = Files.size(large);
        LongAdder wrong = new LongAdder();
        LongAdder read = new LongAdder();
        LongAdder outOfMemory = new LongAdder();
        FileRing ring = Setup.valueOf(arguments[0]).open(FileRing.builder().closeDeadline(Duration.ofSeconds(5)));
        List<FutureTask<Void>> readers = new ArrayList<>();
        for (int i = 0; i < GREEDY + MODEST; i++) {
            boolean greedy = i < GREEDY;
            FutureTask<Void> reader = new FutureTask<>(() -> {
                for (int j = 0; j < READS; j++) {
                    try {
                        byte[] result = ring.read(greedy ? large : small);
                        boolean right = greedy ? result.length == size : Arrays.equals(result, bytes);
                        (right ? read : wrong).increment();
                    } catch (OutOfMemoryError e) {
                        outOfMemory.increment();
                    }
                }
                return null;
            });
            readers.add(reader);
            // A platform thread: a virtual one that gets no memory for its own stack says nothing about the ring.
            Thread.ofPlatform().start(reader);
        }
        for (FutureTask<Void> reader : readers) {
            reader.get();
        }
        while (ring.statistics().inFlight() > 0) {
            Thread.onSpinWait(); // whoever was told has left before its slot is home
        }
        System.out.printf("on a ring %s, answered %d, wrong %d, out of memory %d, then %s, left %d%n",
                ring.backend().isRing(), read.sum() + outOfMemory.sum(), wrong.sum(), outOfMemory.sum(),
                Arrays.equals(ring.read(small), bytes) ? "right" : "wrong", ring.closeAndCount());
    }
}
