package io.github.heddle.demo.load;

import io.github.heddle.demo.server.ServerProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One side and all that is needed to put a plan's load on it: a server process of its own and the slow files. Its turns
 * come one after the other; the server lives until the close.
 */
public final class Trial implements AutoCloseable {
    private final Side side;
    private final Plan plan;
    private final ServerProcess server;
    private final @Nullable SlowFiles slowFiles;
    private final Served served;
    private final List<Target> targets;

    private Trial(Side side, Plan plan, @Nullable SlowFiles slowFiles, ServerProcess server) {
        this.side = side;
        this.plan = plan;
        this.slowFiles = slowFiles;
        this.server = server;
        served = new Served(server.uri(), side, plan.root());
        targets = plan.files().stream()
                .map(file -> new Target(served.file(file.path()), file.size()))
                .toList();
    }

    /** Starts the server; nothing is asked of it yet. */
    public static Trial open(Side side, Plan plan) throws IOException {
        SlowFiles slowFiles = plan.slowReaders() > 0 ? SlowFiles.below(plan.root(), plan.slowDelay()) : null;
        try {
            return new Trial(side, plan, slowFiles, ServerProcess.start(plan.root()));
        } catch (IOException | RuntimeException failed) {
            if (slowFiles != null) {
                slowFiles.close();
            }
            throw failed;
        }
    }

    public Side side() {
        return side;
    }

    /**
     * Starts the load.
     *
     * @param seed the same one chooses the same files
     * @param listener told of each interval, by a thread of the turn
     */
    Turn start(long seed, Duration interval, Consumer<Moment> listener) {
        SlowReaders readers = startReaders();
        return new Turn(this, startLoad(seed), readers, interval, listener);
    }

    /** Starts what is asked all the time, without the slow files. The caller closes it. */
    public Load startLoad(long seed) {
        return Load.start(List.of(
                new Requests(Plan.FILES, targets, plan.filesPerSecond(), seed),
                new Requests(Plan.PING, List.of(served.ping()), plan.pingsPerSecond(), seed)));
    }

    /** Starts the readers of slow files. The caller closes them. {@return null where the plan has none} */
    public @Nullable SlowReaders startReaders() {
        return slowFiles == null ? null : SlowReaders.start(served, slowFiles, plan.slowReaders());
    }

    /** {@return what the server tells of itself, also while all of its carriers are held} */
    public ServerState state() throws IOException {
        return ServerState.of(server.statistics(), side);
    }

    @Override
    public void close() {
        server.close();
        if (slowFiles != null) {
            slowFiles.close();
        }
    }
}
