package io.github.heddle.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a slot and a pool tell about who waits. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UnderWayTest {

    @Test
    void slot_isToldWhileItsCallerWaitsOrHasLeftIt() {
        Slot slot = new Slot(0);
        slot.what = "path";
        slot.takenNanos = 7;
        assertThat(slot.underWay()).as("the caller has it").isNull();
        slot.submit();
        assertThat(slot.underWay())
                .isEqualTo(new UnderWay("path", UnderWay.Where.IN_KERNEL, 7, Thread.currentThread()));
        slot.answer();
        assertThat(slot.underWay()).as("answered").isNull();
        slot.submit();
        slot.givenUp = true;
        slot.abandon();
        assertThat(slot.underWay()).isEqualTo(new UnderWay("path", UnderWay.Where.GIVEN_UP, 7, null));
        slot.reset();
        slot.submit();
        assertThat(slot.underWay()).as("a request that says not what it is for").isNull();
    }

    @Test
    void callersInLine_areToldInOrder() throws Exception {
        SlotPool pool = new SlotPool(new Slot[] {new Slot(0)}, 1);
        Slot slot = Objects.requireNonNull(pool.take("first", Patience.ENDLESS));
        assertThat(pool.inLine()).isEmpty();
        FutureTask<Boolean> second = inLine(pool, "second", 1);
        FutureTask<Boolean> third = inLine(pool, "third", 2);
        assertThat(pool.inLine()).extracting(UnderWay::what).containsExactly("second", "third");
        assertThat(pool.inLine()).allSatisfy(one -> {
            assertThat(one.where()).isEqualTo(UnderWay.Where.IN_LINE);
            assertThat(Objects.requireNonNull(one.caller()).isVirtual()).isTrue();
        });
        pool.giveBack(slot);
        second.get();
        third.get();
        assertThat(pool.inLine()).isEmpty();
    }

    private static FutureTask<Boolean> inLine(SlotPool pool, String what, int length) {
        FutureTask<Boolean> caller = new FutureTask<>(() -> {
            pool.giveBack(Objects.requireNonNull(pool.take(what, Patience.ENDLESS)));
            return true;
        });
        Thread.ofVirtual().start(caller);
        while (pool.waiting() < length) {
            Thread.onSpinWait();
        }
        return caller;
    }
}
