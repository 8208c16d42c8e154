package io.github.heddle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who gets a thread, with calls that hang until they are let go. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BlockingThreadsTest {

    private static final int MAX = BlockingThreads.MAX;

    private final BlockingThreads threads = new BlockingThreads();
    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void close() {
        end.countDown();
        threads.refuse();
        assertThat(threads.awaitEnd(Duration.ofSeconds(30))).isTrue();
        assertThat(threads.waiting()).isZero();
    }

    private List<FutureTask<Void>> hang(String mount, int count, CountDownLatch until) {
        List<FutureTask<Void>> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            FutureTask<Void> call = new FutureTask<>(() -> {
                until.await();
                return null;
            });
            calls.add(call);
            threads.execute(mount, call);
        }
        return calls;
    }

    private void awaitInLine(int count) {
        while (threads.waiting() != count) {
            Thread.onSpinWait();
        }
    }

    private FutureTask<String> answer(String mount) {
        FutureTask<String> call = new FutureTask<>(() -> mount);
        threads.execute(mount, call);
        return call;
    }

    @Test
    void eachMountThatHangs_leavesHalfOfWhatItFound() throws Exception {
        int inLine = 0;
        for (int half = MAX / 2; half >= 1; half /= 2) {
            hang("hangs-" + half, MAX, end);
            inLine += MAX - half;
            awaitInLine(inLine); // the thread of the last answer gets free a moment after it
            assertThat(answer("answers").get()).isEqualTo("answers");
        }
    }

    @Test
    void callsOnOneMount_beginInOrderOfArrival() throws Exception {
        CountDownLatch until = new CountDownLatch(1);
        hang("a", MAX / 2 - 1, end);
        hang("a", 1, until);
        List<Integer> begun = Collections.synchronizedList(new ArrayList<>());
        List<FutureTask<Boolean>> inLine = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            int number = i;
            inLine.add(new FutureTask<>(() -> begun.add(number)));
            threads.execute("a", inLine.getLast());
        }
        assertThat(threads.waiting()).isEqualTo(100);
        assertThat(threads.remove("a", inLine.get(50))).isTrue();
        assertThat(threads.remove("a", inLine.get(50))).as("a second time").isFalse();
        until.countDown();
        inLine.getLast().get();
        assertThat(begun).hasSize(99).isSorted().doesNotContain(50);
    }

    @Test
    void threadsOfAMountThatHasTooMany_goToTheOthers() throws Exception {
        CountDownLatch until = new CountDownLatch(1);
        hang("a", MAX / 2, until);
        hang("b", MAX, end);
        assertThat(threads.waiting()).isEqualTo(MAX - MAX / 4);
        hang("a", MAX, end);
        until.countDown();
        awaitInLine(2 * MAX - (MAX * 2 / 3 + 1)); // each has as many threads as are free, or one more
    }

    @Test
    void manyMounts_areAllServed() throws Exception {
        Random random = new Random(1);
        List<FutureTask<String>> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            hang("hangs-" + i, MAX, end);
        }
        // One thread is left to all of them.
        for (int i = 0; i < 10_000; i++) {
            calls.add(answer("answers-" + random.nextInt(20)));
        }
        for (FutureTask<String> call : calls) {
            call.get();
        }
    }

    @Test
    void refusal_cancelsWhoWaitsAndLetsTheOthersEnd() {
        CountDownLatch until = new CountDownLatch(1);
        List<FutureTask<Void>> calls = hang("a", MAX / 2 + 3, until);
        threads.refuse();
        for (int i = 0; i < calls.size(); i++) {
            assertThat(calls.get(i).isDone()).as("call %d", i).isEqualTo(i >= MAX / 2);
        }
        assertThatThrownBy(() -> calls.getLast().get()).isInstanceOf(CancellationException.class);
        assertThatThrownBy(() -> answer("b")).isInstanceOf(RejectedExecutionException.class);
        until.countDown();
    }
}
