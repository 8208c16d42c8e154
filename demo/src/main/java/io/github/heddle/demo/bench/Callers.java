package io.github.heddle.demo.bench;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;

/** The threads of a rival. */
interface Callers extends AutoCloseable {

    /** Starts so many calls at once, numbered from 0, and waits until all of them have returned. */
    void call(int count, IntConsumer call) throws InterruptedException;

    @Override
    default void close() {}

    /** {@return callers that are virtual threads, each call a new one} */
    static Callers virtual() {
        return (count, call) -> {
            var unfinished = new CountDownLatch(count);
            for (int i = 0; i < count; i++) {
                int number = i;
                Thread.startVirtualThread(() -> counted(number, call, unfinished));
            }
            unfinished.await();
        };
    }

    /** {@return callers that are platform threads, so many for all calls} */
    static Callers pool(int threads) {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        return new Callers() {
            @Override
            public void call(int count, IntConsumer call) throws InterruptedException {
                var unfinished = new CountDownLatch(count);
                for (int i = 0; i < count; i++) {
                    int number = i;
                    pool.execute(() -> counted(number, call, unfinished));
                }
                unfinished.await();
            }

            @Override
            public void close() {
                pool.shutdown();
            }
        };
    }

    private static void counted(int number, IntConsumer call, CountDownLatch unfinished) {
        try {
            call.accept(number);
        } finally {
            unfinished.countDown();
        }
    }
}
