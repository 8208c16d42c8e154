package io.github.heddle.demo.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A load that is on one side now. */
final class Turn implements AutoCloseable {
    /** For the answers that are on their way at the end. One that is younger counts as none. */
    private static final Duration GRACE = Duration.ofMillis(500);

    /** How long a server may take to answer what is left when the slow files do. */
    private static final Duration RECOVERY = Duration.ofSeconds(20);

    /**
     * What it came to.
     *
     * @param account until the end of the load, before the slow files had to answer
     * @param states of the server, one for each interval
     * @param slowReads how many reads of slow files were answered
     */
    record Result(Account account, List<ServerState> states, int slowReads) {}

    private final Trial trial;
    private final Load load;
    private final @Nullable SlowReaders readers;
    private final Duration interval;
    private final Consumer<Moment> listener;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final List<ServerState> states = new ArrayList<>();
    private final Thread observer;

    private volatile @Nullable IOException problem;

    Turn(Trial trial, Load load, @Nullable SlowReaders readers, Duration interval, Consumer<Moment> listener) {
        this.trial = trial;
        this.load = load;
        this.readers = readers;
        this.interval = interval;
        this.listener = listener;
        observer = Thread.ofPlatform().daemon().name("heddle-moments").start(this::observe);
    }

    private void observe() {
        try {
            while (!ended.await(interval.toNanos(), TimeUnit.NANOSECONDS)) {
                ServerState state = trial.state();
                states.add(state);
                listener.accept(new Moment(trial.side(), load.snapshot(), state));
            }
        } catch (IOException failure) {
            problem = failure;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Ends the load, lets the slow files answer, and waits until all is answered, so that nothing of this is left beside
     * what comes next.
     *
     * @throws IOException if the server has failed, or has answered a reader of slow files wrongly or not at all
     */
    Result stop() throws IOException, InterruptedException {
        endObserver();
        Account account = load.stop(GRACE);
        int slowReads = readers == null ? 0 : readers.stop();
        // What is not answered then is given up: it counts as unanswered already.
        boolean _ = load.awaitAnswers(RECOVERY);
        IOException failure = problem;
        if (failure != null) {
            throw failure;
        }
        return new Result(account, states, slowReads);
    }

    private void endObserver() throws InterruptedException {
        ended.countDown();
        observer.join();
    }

    @Override
    public void close() {
        ended.countDown();
        load.close();
        if (readers != null) {
            readers.close();
        }
    }
}
