package io.github.heddle.demo.load;

import io.github.heddle.demo.bench.Latencies;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one kind that are under way.
 *
 * <p>Each that is due is sent at once, on a connection of its own where all others still wait for an answer. There is an
 * end to connections: beyond it a request waits in line, and its latency and its age count from when it was due all the
 * same.
 */
final class Lane {
    /** A request that was due at that instant and has no answer yet. The identity matters. */
    @SuppressWarnings("ClassCanBeRecord") // two requests of the same instant are two
    private static final class Pending {
        final Target target;
        final long due;

        Pending(Target target, long due) {
            this.target = target;
            this.due = due;
        }
    }

    private final HttpClient client;
    private final Requests requests;
    private final RandomGenerator chance;
    private final Semaphore connections;
    private final Queue<Pending> line = new ConcurrentLinkedQueue<>();
    private final Set<Pending> unanswered = ConcurrentHashMap.newKeySet();
    private final Recorder latencies = Latencies.recorder();
    private final Map<String, LongAdder> errors = new ConcurrentHashMap<>();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder heldBack = new LongAdder();

    private volatile boolean closed;

    Lane(HttpClient client, Requests requests, int connections) {
        this.client = client;
        this.requests = requests;
        this.chance = new Random(requests.seed());
        this.connections = new Semaphore(connections);
    }

    String name() {
        return requests.name();
    }

    /** {@return when the request of that number is due, after the first of all} */
    long dueAfter(long number) {
        return Math.round(number * 1e9 / requests.perSecond());
    }

    /** Sends the next request, or puts it in line. Called by one thread only. */
    void send(long due) {
        var targets = requests.targets();
        var next = new Pending(targets.get(chance.nextInt(targets.size())), due);
        unanswered.add(next);
        line.add(next);
        sendFromLine();
        if (!line.isEmpty()) {
            heldBack.increment();
        }
    }

    private void sendFromLine() {
        while (!line.isEmpty() && !closed && connections.tryAcquire()) {
            Pending next = line.poll();
            if (next == null) {
                connections.release();
            } else {
                send(next);
            }
        }
    }

    private void send(Pending next) {
        HttpRequest request = HttpRequest.newBuilder(next.target.uri()).build();
        var _ = client.sendAsync(request, _ -> new CountedBody()).whenComplete((response, problem) -> {
            connections.release();
            if (!closed) {
                end(next, response, problem);
                sendFromLine();
            }
        });
    }

    private void end(Pending request, @Nullable HttpResponse<Long> response, @Nullable Throwable problem) {
        long latency = System.nanoTime() - request.due;
        if (response == null) {
            error(name(problem));
        } else if (response.statusCode() != 200) {
            error("HTTP " + response.statusCode());
        } else if (request.target.size() != Target.ANY_SIZE && request.target.size() != response.body()) {
            error("wrong size");
        } else {
            bytes.add(response.body());
            latencies.recordValue(Latencies.within(latency));
        }
        unanswered.remove(request);
    }

    private static String name(@Nullable Throwable problem) {
        Throwable cause = problem instanceof CompletionException ? problem.getCause() : problem;
        return cause == null ? "no answer" : cause.getClass().getSimpleName();
    }

    private void error(String kind) {
        errors.computeIfAbsent(kind, _ -> new LongAdder()).increment();
    }

    /** Moves what has come since the last time. */
    void moveTo(Tally tally) {
        tally.answered(latencies.getIntervalHistogram(), bytes.sumThenReset());
        tally.heldBack(heldBack.sumThenReset());
        errors.forEach((kind, count) -> tally.errors(kind, count.sumThenReset()));
    }

    LongStream ages(long now) {
        return unanswered.stream().mapToLong(request -> now - request.due);
    }

    boolean isAnswered() {
        return unanswered.isEmpty();
    }

    /** Gives up what was not sent yet. */
    void dropLine() {
        for (Pending next = line.poll(); next != null; next = line.poll()) {
            unanswered.remove(next);
        }
    }

    /** From now on what comes counts no more, and nothing is sent. */
    void close() {
        closed = true;
    }
}
