package io.github.heddle.demo.load;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** What a side has come to in all of its turns. */
final class Standing {
    private final Side side;
    private final Account account = new Account();
    private final List<ServerState> states = new ArrayList<>();
    private final ServerState start;
    private ServerState end;
    private long slowReads;

    /** @param start what the server tells before the first turn that counts */
    Standing(Side side, ServerState start) {
        this.side = side;
        this.start = start;
        this.end = start;
    }

    void add(Turn.Result turn, ServerState now) {
        account.add(turn.account());
        states.addAll(turn.states());
        slowReads += turn.slowReads();
        end = now;
    }

    Side side() {
        return side;
    }

    Snapshot load() {
        return account.snapshot();
    }

    long slowReads() {
        return slowReads;
    }

    ServerState end() {
        return end;
    }

    /** {@return how much that counter has grown} */
    long grown(ToLongFunction<ServerState> counter) {
        return counter.applyAsLong(end) - counter.applyAsLong(start);
    }

    double mean(ToLongFunction<ServerState> gauge) {
        return states.stream().mapToLong(gauge).average().orElse(0);
    }

    long most(ToLongFunction<ServerState> gauge) {
        return states.stream().mapToLong(gauge).max().orElse(0);
    }
}
