package io.github.heddle.demo.load;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An open load on a server: requests are sent at fixed rates, whatever the answers do, as by users who know nothing of
 * one another.
 *
 * <p>A latency counts from the instant at which the request was due. A generator that waits for an answer before it sends
 * the next request would ask a server that hangs for a second once, and one that is quick a thousand times: its
 * percentiles leave out just what is bad. Here what was due in that second counts, each from its own instant, whether it
 * was sent late, has waited for a connection or has no answer yet.
 *
 * <p>It belongs into another JVM than the server, whose pauses and full carriers it would share.
 */
public final class Load implements AutoCloseable {
    /** Of each kind of request. */
    static final int CONNECTIONS = 2_000;

    private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

    private final ExecutorService executor;
    private final HttpClient client;
    private final List<Lane> lanes;
    private final Clockwork clockwork;
    private final Account total = new Account();

    private long lastSnapshot;
    private boolean stopped;

    private Load(List<Requests> kinds, int connections) {
        executor = Executors.newVirtualThreadPerTaskExecutor();
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .executor(executor)
                .build();
        lanes = kinds.stream().map(kind -> new Lane(client, kind, connections)).toList();
        clockwork = new Clockwork(lanes);
        lastSnapshot = clockwork.start();
    }

    static Load start(List<Requests> kinds) {
        return start(kinds, CONNECTIONS);
    }

    static Load start(List<Requests> kinds, int connections) {
        return new Load(kinds, connections);
    }

    /** {@return what has come since the last time, or since the start} */
    synchronized Snapshot snapshot() {
        return withUnanswered(slice()).snapshot();
    }

    /**
     * Sends nothing more, and waits some time for the answers that are still to come. What waits for a connection after
     * that is never sent.
     *
     * @return the whole run, with what has no answer after that
     */
    synchronized Account stop(Duration grace) throws InterruptedException {
        if (stopped) {
            throw new IllegalStateException("the load was stopped before");
        }
        stopped = true;
        clockwork.stop();
        long end = System.nanoTime();
        awaitAnswers(grace);
        // The answers that were waited for belong to the time in which they were asked for.
        total.add(latest(end));
        withUnanswered(total);
        lanes.forEach(Lane::dropLine);
        return total;
    }

    /** Waits until everything that was sent has its answer. */
    boolean awaitAnswers(Duration atMost) throws InterruptedException {
        long start = System.nanoTime();
        while (!lanes.stream().allMatch(Lane::isAnswered)) {
            if (System.nanoTime() - start >= atMost.toNanos()) {
                return false;
            }
            Thread.sleep(LOOK_AGAIN);
        }
        return true;
    }

    private Account latest(long until) {
        var account = new Account();
        account.span(until - lastSnapshot);
        lastSnapshot = until;
        account.late(clockwork.latenessSinceLast());
        lanes.forEach(lane -> lane.moveTo(account.tally(lane.name())));
        return account;
    }

    /** {@return what has come since the last time} */
    synchronized Account slice() {
        Account latest = latest(System.nanoTime());
        total.add(latest);
        return latest;
    }

    Account withUnanswered(Account account) {
        long now = System.nanoTime();
        lanes.forEach(lane -> account.tally(lane.name()).unanswered(lane.ages(now)));
        return account;
    }

    /** Gives up what has no answer, with its connections. */
    @Override
    public void close() {
        lanes.forEach(Lane::close);
        try {
            clockwork.stop();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        client.shutdownNow();
        executor.shutdownNow();
    }
}
