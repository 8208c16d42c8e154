package io.github.heddle.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class EngineGroupTest {

    private static final int SLOTS = 100;

    private final List<FakeKernel> kernels = new ArrayList<>();
    private final Engine first = engine();
    private final Engine second = engine();
    private final EngineGroup group = new EngineGroup(List.of(first, second));

    private Engine engine() {
        FakeKernel kernel = new FakeKernel(1, SLOTS, SLOTS, 64, 1000, FakeKernel.Faults.NONE, true);
        kernels.add(kernel);
        return new Engine(kernel, kernel, kernel, SLOTS, SLOTS, "test");
    }

    @Test
    void fewRequests_goToTheFirst() throws Exception {
        for (int i = 0; i < 16; i++) {
            assertThat(group.next()).isSameAs(first);
            first.pool().take(Patience.ENDLESS);
        }
        assertThat(group.next()).isSameAs(second);
    }

    @Test
    void manyRequests_goWhereFewestAre() throws Exception {
        for (int i = 0; i < SLOTS; i++) {
            group.next().pool().take(Patience.ENDLESS);
        }
        assertThat(first.inFlight()).isEqualTo(SLOTS / 2);
        assertThat(second.inFlight()).isEqualTo(SLOTS / 2);
        assertThat(group.inFlight()).isEqualTo(SLOTS);
    }

    @Test
    void requestsThatEnd_makeRoomAgain() throws Exception {
        Slot slot = first.pool().take(Patience.ENDLESS);
        for (int i = 1; i < 16; i++) {
            first.pool().take(Patience.ENDLESS);
        }
        assertThat(group.next()).isSameAs(second);
        first.pool().giveBack(Objects.requireNonNull(slot));
        assertThat(group.next()).isSameAs(first);
    }

    @Test
    void engineWhoseSlotsAreInQuarantine_doesNotLookIdle() throws Exception {
        for (int i = 0; i < 16; i++) {
            first.pool().quarantine(Objects.requireNonNull(first.pool().take(Patience.ENDLESS)));
        }
        assertThat(group.next()).isSameAs(second);
    }

    @Test
    void deadEngine_getsNothing() throws Exception {
        kernels.getFirst().killOwner(new StackOverflowError("for the test"), 0);
        first.start();
        while (first.death() == null) {
            Thread.onSpinWait();
        }
        assertThat(group.next()).isSameAs(second);
    }

    @Test
    void close_closesAll() {
        first.start();
        second.start();
        assertThat(group.close(Duration.ofSeconds(10))).isZero();
        assertThat(kernels).allMatch(FakeKernel::isFreed);
        assertThat(kernels).allMatch(FakeKernel::isClosed);
    }

    @Test
    void groupOfNone_isRefused() {
        assertThatThrownBy(() -> new EngineGroup(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
