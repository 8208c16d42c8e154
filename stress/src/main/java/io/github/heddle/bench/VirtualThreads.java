package io.github.heddle.bench;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Runs JMH's measurement on virtual threads, which are who reads files by Heddle. JMH's own VIRTUAL executor would do
 * so too, but yields after each call, and that would be measured as well.
 *
 * <p>For {@code -Djmh.executor.class}. No more threads than processors: without the yield the others would wait for
 * ever.
 */
public final class VirtualThreads extends AbstractExecutorService {

    private final ExecutorService threads;

    /** The signature that JMH asks for. */
    public VirtualThreads(int count, String prefix) {
        if (count > Runtime.getRuntime().availableProcessors()) {
            throw new IllegalArgumentException(count + " threads are more than processors");
        }
        threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name(prefix, 0).factory());
    }

    @Override
    public void execute(Runnable task) {
        threads.execute(task);
    }

    @Override
    public void shutdown() {
        threads.shutdown();
    }

    @Override
    public List<Runnable> shutdownNow() {
        return threads.shutdownNow();
    }

    @Override
    public boolean isShutdown() {
        return threads.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return threads.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return threads.awaitTermination(timeout, unit);
    }
}
