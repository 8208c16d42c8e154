package io.github.heddle.demo.load;

import com.fasterxml.jackson.jr.ob.JSON;
import io.github.heddle.demo.Quantity;
import io.github.heddle.demo.bench.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What {@code ping} has found: for a person and for programs. */
final class PingReport {
    private final PingTurn.Result reference;
    private final PingTurn.Result tested;

    PingReport(PingTurn.Result reference, PingTurn.Result tested) {
        this.reference = reference;
        this.tested = tested;
    }

    /** {@return whether the side that is tested is as it should be} */
    boolean holds() {
        return suffering(tested).isEmpty() && withoutRing().isEmpty();
    }

    /** {@return the phase in which there was a ring, and it did not have all of the reads} */
    private Optional<PingPhase> withoutRing() {
        return tested.phases().stream()
                .filter(phase ->
                        phase.server().ring() && phase.server().inFlight() < phase.readers())
                .findFirst();
    }

    private static Optional<PingPhase> suffering(PingTurn.Result turn) {
        return new PingVerdict(turn.phases()).firstThatSuffers();
    }

    String text() {
        var table = new Table(0);
        table.add("readers", "", "answered", "no answer", "p50", "p99", "max", "on carriers", "queued");
        for (int i = 0; i < reference.phases().size(); i++) {
            row(table, reference, i);
            row(table, tested, i);
        }
        var text = new StringBuilder(table.toString()).append('\n');
        conclusions().forEach(line -> text.append(line).append('\n'));
        text.append("""

                /ping reads no file. It was asked 100 times a second, at fixed instants, from which the latencies count;
                a ping without an answer counts with its age. The middle rows have one reader for each carrier thread.
                The last columns are of the server's virtual threads at the end of a phase: how many are on a carrier
                thread, and how many could run and wait for one.
                """);
        return text.toString();
    }

    private static void row(Table table, PingTurn.Result turn, int index) {
        PingPhase phase = turn.phases().get(index);
        Figures pings = phase.pings();
        ServerState server = phase.server();
        table.add(
                Quantity.count(phase.readers()),
                turn.side().toString(),
                Quantity.count(pings.answered()),
                Quantity.count(pings.unanswered()),
                Quantity.milliseconds(pings.p50()),
                Quantity.milliseconds(pings.p99()),
                Quantity.milliseconds(pings.max()),
                server.mounted() + " of " + server.carriers(),
                Quantity.count(server.queued()));
    }

    private List<String> conclusions() {
        List<String> lines = new ArrayList<>();
        lines.add(reference.side() + ": " + reference());
        lines.add(tested.side() + ": " + tested());
        lines.add(way());
        lateness().ifPresent(lines::add);
        return lines;
    }

    private String reference() {
        var verdict = new PingVerdict(reference.phases());
        return suffering(reference)
                .map(phase -> verdict.told(phase) + ".")
                .orElseGet(() -> verdict.told(verdict.last()) + ". Here it is not affected: it has carriers left while"
                        + " its readers wait, so there is no contrast to show.");
    }

    private String tested() {
        var verdict = new PingVerdict(tested.phases());
        return suffering(tested)
                .map(phase -> "FAILED: " + verdict.told(phase) + "; it should answer as if they were not there.")
                .orElseGet(() -> verdict.told(verdict.last()) + ".");
    }

    private String way() {
        ServerState end = tested.phases().getLast().server();
        if (!end.ring()) {
            return "There is no ring here, and its reads went through the thread pool"
                    + end.reason().map(reason -> ": " + reason).orElse("") + ". 'heddle doctor' tells what to do.";
        }
        PingPhase told = withoutRing().orElse(tested.phases().getLast());
        return (withoutRing().isPresent() ? "FAILED: of " : "Of ") + Quantity.count(told.readers())
                + " reads that waited, " + Quantity.count(told.server().inFlight()) + " waited in the ring ("
                + end.engine() + ").";
    }

    private Optional<String> lateness() {
        return Stream.of(reference, tested)
                .flatMap(turn -> turn.phases().stream())
                .map(PingPhase::lateness)
                .filter(Lateness::matters)
                .max(Comparator.comparingLong(Lateness::p99))
                .map(worst -> "The generator itself was late, p99 up to " + Quantity.milliseconds(worst.p99())
                        + ", which is part of the latencies: this machine is busy.");
    }

    String json() throws IOException {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("holds", holds());
        all.put("contrast", suffering(reference).isPresent());
        all.put("turns", List.of(turn(reference), turn(tested)));
        all.put("conclusions", conclusions());
        return JSON.std.asString(all) + "\n";
    }

    private static Map<String, Object> turn(PingTurn.Result turn) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("side", turn.side().path());
        ServerState end = turn.phases().getLast().server();
        fields.put("engine", end.engine());
        end.reason().ifPresent(reason -> fields.put("reason", reason));
        fields.put("phases", turn.phases().stream().map(PingReport::phase).toList());
        return fields;
    }

    private static Map<String, Object> phase(PingPhase phase) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("readers", phase.readers());
        fields.put("pings", Fields.of(phase.pings()));
        fields.put("generator", Fields.of(phase.lateness()));
        fields.put("server", Fields.of(phase.server()));
        return fields;
    }
}
