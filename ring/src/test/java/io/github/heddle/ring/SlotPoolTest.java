package io.github.heddle.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SlotPoolTest {

    @Test
    void callersBeyondTheSlots_areServedInOrderOfArrival() throws Exception {
        SlotPool pool = new SlotPool(new Slot[] {new Slot(0)});
        Slot slot = Objects.requireNonNull(pool.take());
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            int number = i;
            threads.add(Thread.ofVirtual().start(() -> {
                Slot mine = Objects.requireNonNull(pool.take());
                order.add(number);
                pool.giveBack(mine);
            }));
            while (pool.waiting() <= i) {
                Thread.onSpinWait();
            }
        }
        pool.giveBack(slot);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(order).isSorted().hasSize(20);
    }

    @Test
    void close_letsWaitingCallersGoWithoutASlot() throws Exception {
        SlotPool pool = new SlotPool(new Slot[] {new Slot(0)});
        Slot slot = Objects.requireNonNull(pool.take());
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            threads.add(Thread.ofVirtual().start(() -> assertThat(pool.take()).isNull()));
        }
        while (pool.waiting() < 20) {
            Thread.onSpinWait();
        }
        pool.close();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(pool.take()).isNull();
        assertThat(pool.awaitAllHome(0)).isFalse();
        pool.giveBack(slot);
        assertThat(pool.awaitAllHome(0)).isTrue();
        assertThat(pool.take()).isNull();
    }
}
