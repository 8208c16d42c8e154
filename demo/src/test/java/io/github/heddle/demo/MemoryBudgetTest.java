package io.github.heddle.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {
    @Test
    void aFileLargerThanTheBudgetIsReadAlone() throws InterruptedException {
        var budget = new MemoryBudget(10_000);
        MemoryBudget.Share small = budget.take(1);
        var taken = new CountDownLatch(1);
        Thread large = Thread.startVirtualThread(() -> {
            try (var share = budget.take(1_000_000)) {
                assertThat(share).isNotNull();
                taken.countDown();
            }
        });

        assertThat(taken.await(50, TimeUnit.MILLISECONDS)).isFalse();
        small.close();
        assertThat(taken.await(10, TimeUnit.SECONDS)).isTrue();
        large.join();
    }
}
