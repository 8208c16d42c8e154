package io.github.heddle.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class FreeListTest {

    @Test
    void pop_givesEachNumberOnceAndThenNone() {
        FreeList list = new FreeList(2, 5);
        assertThat(List.of(list.pop(), list.pop(), list.pop())).containsExactly(2, 3, 4);
        assertThat(list.pop()).isNegative();
        list.push(3);
        assertThat(list.pop()).isEqualTo(3);
    }

    @Test
    @Timeout(60)
    void manyThreads_neverHoldTheSameNumber() throws Exception {
        FreeList list = new FreeList(0, 3);
        AtomicIntegerArray holders = new AtomicIntegerArray(3);
        AtomicInteger breaches = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            threads.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 200_000; i++) {
                    int number = list.pop();
                    if (number >= 0) {
                        if (holders.incrementAndGet(number) != 1) {
                            breaches.incrementAndGet();
                        }
                        holders.decrementAndGet(number);
                        list.push(number);
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(breaches).hasValue(0);
        assertThat(List.of(list.pop(), list.pop(), list.pop())).containsExactlyInAnyOrder(0, 1, 2);
    }
}
