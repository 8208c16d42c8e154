package io.github.heddle.demo.load;

import io.github.heddle.demo.server.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A side's turn: a server of its own, asked for {@code /ping} beside no reader, beside as many readers as it has
 * carriers, and beside many, all of whose files do not answer until the phase is over.
 */
final class PingTurn {
    /** So many pings a second that a p99 of few seconds is more than one of them. */
    private static final double RATE = 100;

    private static final int MANY = 64;

    /** After a phase, for the answers that are on their way. One that is younger counts as none. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    /** After the files have answered everybody is to have an answer. */
    private static final Duration RECOVERY = Duration.ofSeconds(20);

    private static final int PHASES = 3;

    /** What a turn came to. */
    record Result(Side side, List<PingPhase> phases) {}

    private final Side side;
    private final Duration length;
    private final ServerProcess server;
    private final SlowFiles files;
    private final Served served;
    private final Steps steps;

    private PingTurn(Side side, Duration length, ServerProcess server, SlowFiles files, Steps steps) {
        this.side = side;
        this.length = length;
        this.server = server;
        this.files = files;
        this.served = new Served(server.uri(), side, files.directory());
        this.steps = steps;
    }

    /** {@return how long it lasts, more or less: what it tells its progress in the end} */
    static Duration lasts(Duration phase) {
        return phase.multipliedBy(PHASES).plus(warmUp(phase));
    }

    private static Duration warmUp(Duration phase) {
        return phase.dividedBy(2);
    }

    static Result run(Side side, Duration phase, Path parent, Steps steps) throws IOException, InterruptedException {
        try (SlowFiles files = SlowFiles.below(parent, SlowFiles.UNTIL_RELEASED);
                ServerProcess server = ServerProcess.start(files.directory())) {
            return new PingTurn(side, phase, server, files, steps).run();
        }
    }

    private Result run() throws IOException, InterruptedException {
        // New JVMs are slow, both of them, and so is the first read of each kind.
        phase(1, warmUp(length));
        int carriers = Math.toIntExact(state().carriers());
        List<PingPhase> phases = new ArrayList<>();
        phases.add(phase(0, length));
        phases.add(phase(carriers, length));
        phases.add(phase(Math.max(MANY, 2 * carriers), length));
        return new Result(side, phases);
    }

    private PingPhase phase(int readers, Duration lasts) throws IOException, InterruptedException {
        try (SlowReaders slow = SlowReaders.start(served, files, readers)) {
            slow.awaitOpened(Math.toIntExact(state().carriers()));
            try (Load load = Load.start(List.of(new Requests("ping", List.of(served.ping()), RATE, 1)))) {
                steps.pass(lasts);
                Snapshot pings = load.stop(GRACE).snapshot();
                ServerState state = state();
                int answered = slow.stop();
                if (answered != readers) {
                    throw new IOException(answered + " reads were answered, but there are " + readers + " readers");
                }
                if (!load.awaitAnswers(RECOVERY)) {
                    throw new IOException("the " + side + " side has not answered all pings "
                            + RECOVERY.toSeconds() + " s after the files had answered");
                }
                return new PingPhase(readers, pings.of("ping"), pings.lateness(), state);
            }
        }
    }

    private ServerState state() throws IOException {
        return ServerState.of(server.statistics(), side);
    }
}
