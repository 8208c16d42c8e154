package io.github.heddle.ring;

import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Virtual threads that run one at a time, on the thread that asks for it and in the order that it asks for. They are
 * real ones: they park, are unparked and interrupted, yield and join.
 *
 * <p>The JDK gives a virtual thread a scheduler only in its own tests, by a constructor that this opens
 * ({@code --add-opens java.base/java.lang}).
 */
final class Schedule {

    private static final Constructor<?> BUILDER = builder();

    private final Thread carrier = Thread.currentThread();
    private final List<Runnable> ready = new ArrayList<>();

    private static Constructor<?> builder() {
        try {
            Constructor<?> builder =
                    Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder").getDeclaredConstructor(Executor.class);
            builder.setAccessible(true);
            return builder;
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    Thread unstarted(String name, Runnable task) {
        try {
            return ((Thread.Builder) BUILDER.newInstance((Executor) this::add)).name(name).unstarted(task);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JDK has no virtual threads with a scheduler of one's own", e);
        }
    }

    private void add(Runnable thread) {
        // Elsewhere nothing of this runs; a thread that did would take the seed's word from it.
        if (Thread.currentThread() != carrier && !Thread.currentThread().isVirtual()) {
            throw new IllegalStateException("a virtual thread is woken by " + Thread.currentThread());
        }
        ready.add(thread);
    }

    /** {@return how many threads can run} */
    int ready() {
        return ready.size();
    }

    /** Runs one of the threads that can run until it parks, yields or ends. */
    void run(int number) {
        ready.remove(number).run();
    }
}
