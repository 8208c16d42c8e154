package io.github.heddle.ring;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.GroupThreads;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Control;

/**
 * What the one word of {@link SubmissionQueue} costs: {@link #offerAndDrain} without contention, {@code contended} with
 * a caller that offers while the reaper does nothing but drain. Every step of a read passes here, and all callers share
 * the word: if it were slow under contention, more callers would mean slower reads.
 *
 * <p>{@code -tg 2,1} lets two callers contend with each other as well, given three processors.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SubmissionQueueBenchmark {

    /** The word that all share. */
    @State(Scope.Group)
    public static class Queue {

        final SubmissionQueue queue = new SubmissionQueue();
    }

    /** A slot may be offered again only when it was drained: enough of them that the caller seldom waits for one. */
    @State(Scope.Thread)
    public static class Caller {

        private final Slot[] slots = new Slot[64];
        private int turn;

        public Caller() {
            for (int i = 0; i < slots.length; i++) {
                slots[i] = new Slot(i);
            }
        }

        Slot next() {
            turn = (turn + 1) % slots.length;
            return slots[turn];
        }
    }

    @Benchmark
    @Group("alone")
    @GroupThreads(1)
    public @Nullable Object offerAndDrain(Queue shared, Caller caller) {
        shared.queue.offer(caller.next());
        return shared.queue.drain();
    }

    @Benchmark
    @Group("contended")
    @GroupThreads(1)
    public @Nullable Object offer(Queue shared, Caller caller, Control control) {
        Slot slot = caller.next();
        while (!slot.isHeld()) {
            if (control.stopMeasurement) {
                return null; // nobody drains any more
            }
            Thread.onSpinWait();
        }
        slot.submit();
        return shared.queue.offer(slot);
    }

    @Benchmark
    @Group("contended")
    @GroupThreads(1)
    public int drain(Queue shared) {
        int count = 0;
        for (Slot slot = shared.queue.drain(); slot != null; count++) {
            Slot next = slot.next; // after the answer the caller may offer the slot again
            slot.answer();
            slot = next;
        }
        return count;
    }
}
