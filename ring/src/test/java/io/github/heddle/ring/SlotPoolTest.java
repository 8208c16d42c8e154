package io.github.heddle.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SlotPoolTest {

    @Test
    void callersBeyondTheSlots_areServedInOrderOfArrival() throws Exception {
        SlotPool pool = new SlotPool(new Slot[] {new Slot(0)}, 1);
        Slot slot = Objects.requireNonNull(pool.take(Patience.ENDLESS));
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            int number = i;
            FutureTask<Void> caller = new FutureTask<>(() -> {
                Slot mine = Objects.requireNonNull(pool.take(Patience.ENDLESS));
                order.add(number);
                pool.giveBack(mine);
                return null;
            });
            threads.add(Thread.ofVirtual().start(caller));
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
        SlotPool pool = new SlotPool(new Slot[] {new Slot(0)}, 1);
        Slot slot = Objects.requireNonNull(pool.take(Patience.ENDLESS));
        List<Thread> threads = new ArrayList<>();
        List<FutureTask<@Nullable Slot>> callers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            FutureTask<@Nullable Slot> caller = new FutureTask<>(() -> pool.take(Patience.ENDLESS));
            callers.add(caller);
            threads.add(Thread.ofVirtual().start(caller));
        }
        while (pool.waiting() < 20) {
            Thread.onSpinWait();
        }
        pool.close();
        for (Thread thread : threads) {
            thread.join();
        }
        for (FutureTask<@Nullable Slot> caller : callers) {
            assertThat(caller.get()).isNull();
        }
        assertThat(pool.take(Patience.ENDLESS)).isNull();
        assertThat(pool.awaitAllHome(Patience.ENDLESS.within(Duration.ZERO))).isFalse();
        pool.giveBack(slot);
        assertThat(pool.awaitAllHome(Patience.ENDLESS.within(Duration.ZERO))).isTrue();
        assertThat(pool.take(Patience.ENDLESS)).isNull();
    }

    @Test
    void slotInQuarantine_givesItsPlaceToTheReserve() throws Exception {
        SlotPool pool = new SlotPool(new Slot[] {new Slot(0), new Slot(1), new Slot(2)}, 1);
        Slot first = Objects.requireNonNull(pool.take(Patience.ENDLESS));
        assertThat(outOfPatience(pool)).as("one in use, and no more than one may be").isTrue();

        pool.quarantine(first);
        Slot second = Objects.requireNonNull(pool.take(Patience.ENDLESS));
        assertThat(second).isNotSameAs(first);
        pool.quarantine(second);
        Slot third = Objects.requireNonNull(pool.take(Patience.ENDLESS));
        pool.quarantine(third);
        assertThat(outOfPatience(pool)).as("the reserve is used up").isTrue();
        assertThat(pool.quarantined()).isEqualTo(3);

        pool.giveBack(first);
        Slot again = Objects.requireNonNull(pool.take(Patience.ENDLESS));
        pool.release(second);
        assertThat(pool.inUse()).isEqualTo(2);
        pool.giveBack(again);
        pool.giveBack(second);
        pool.giveBack(third);
        assertThat(pool.quarantined()).isZero();
        assertThat(pool.inUse()).isZero();
        assertThat(pool.home()).isEqualTo(3);
    }

    private static boolean outOfPatience(SlotPool pool) {
        try {
            pool.take(Patience.ENDLESS.within(Duration.ZERO));
            return false;
        } catch (GivenUpException e) {
            return e.isInLine();
        }
    }
}
