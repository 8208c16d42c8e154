package io.github.heddle.demo.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoadTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final long MILLI = Duration.ofMillis(1).toNanos();

    private final HeldServer server = new HeldServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void countsAnswersAndTheirBytes() throws InterruptedException {
        try (Load load = Load.start(List.of(server.requests("/quick", 4, 200)))) {
            server.awaitAsked(20);

            Figures figures = load.stop(LONG).snapshot().of("/quick");

            assertThat(figures.answered()).isGreaterThanOrEqualTo(20);
            assertThat(figures.bytes()).isEqualTo(4 * figures.answered());
            assertThat(figures.unanswered()).isZero();
            assertThat(figures.errors()).isEmpty();
            assertThat(figures.max()).isGreaterThanOrEqualTo(figures.p50()).isPositive();
        }
    }

    @Test
    void asksOnWithoutAnAnswerAndCountsTheAgeOfWhatHasNone() throws InterruptedException {
        try (Load load = Load.start(List.of(server.requests("/held", 4, 100)))) {
            server.awaitAsked(30);

            Figures live = load.snapshot().of("/held");
            Snapshot end = load.stop(Duration.ZERO).snapshot();
            Figures figures = end.of("/held");

            assertThat(live.unanswered()).isGreaterThanOrEqualTo(30);
            assertThat(live.oldest()).isGreaterThanOrEqualTo(290 * MILLI);
            assertThat(figures.answered()).isZero();
            assertThat(figures.unanswered()).isGreaterThanOrEqualTo(live.unanswered());
            // The ages are those of 10 ms, 20 ms and so on, at least.
            assertThat(figures.p50()).isGreaterThanOrEqualTo(100 * MILLI);
            assertThat(figures.max()).isGreaterThanOrEqualTo(290 * MILLI);

            server.letGo();
            assertThat(load.awaitAnswers(LONG)).isTrue();
        }
    }

    @Test
    void countsFromTheInstantAtWhichARequestWasDueAlsoWhileItWaitsForAConnection() throws InterruptedException {
        try (Load load = Load.start(List.of(server.requests("/held", 4, 100)), 1)) {
            server.awaitAsked(1);
            while (load.snapshot().of("/held").unanswered() < 30) {
                Thread.onSpinWait();
            }
            server.letGo();

            Figures figures = load.stop(LONG).snapshot().of("/held");

            assertThat(figures.heldBack()).isGreaterThanOrEqualTo(29);
            assertThat(figures.answered()).isGreaterThanOrEqualTo(30);
            assertThat(figures.unanswered()).isZero();
            // A generator that waits for answers would have sent most of these later, and found them quick.
            assertThat(figures.p50()).isGreaterThanOrEqualTo(100 * MILLI);
        }
    }

    @Test
    void countsErrorsByTheirKindAndNotAmongTheLatencies() throws InterruptedException {
        try (Load load = Load.start(
                List.of(server.requests("/missing", Target.ANY_SIZE, 50), server.requests("/quick", 5, 50)))) {
            server.awaitAsked(10);

            Snapshot end = load.stop(LONG).snapshot();

            assertThat(end.of("/missing").errors()).containsOnlyKeys("HTTP 404");
            assertThat(end.of("/quick").errors()).containsOnlyKeys("wrong size");
            assertThat(end.of("/quick").answered()).isZero();
            assertThat(end.of("/quick").p99()).isZero();
        }
    }

    @Test
    void countsWhatCannotConnect() throws InterruptedException {
        var nobody = new Target(URI.create("http://127.0.0.1:1/"), Target.ANY_SIZE);
        try (Load load = Load.start(List.of(new Requests("nobody", List.of(nobody), 50, 1)))) {
            while (load.snapshot().of("nobody").errors().isEmpty()) {
                Thread.onSpinWait();
            }
            assertThat(load.stop(LONG).snapshot().of("nobody").errors()).containsOnlyKeys("ConnectException");
        }
    }

    @Test
    void eachSnapshotHasWhatIsNewAndTheEndHasAll() throws InterruptedException {
        try (Load load = Load.start(List.of(server.requests("/quick", 4, 200)))) {
            long answered = 0;
            for (int i = 0; i < 5; i++) {
                server.awaitAsked(10);
                answered += load.snapshot().of("/quick").answered();
            }
            Figures end = load.stop(LONG).snapshot().of("/quick");

            assertThat(end.answered()).isGreaterThanOrEqualTo(50).isGreaterThanOrEqualTo(answered);
        }
    }
}
