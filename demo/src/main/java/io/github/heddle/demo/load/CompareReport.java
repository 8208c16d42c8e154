package io.github.heddle.demo.load;

import com.fasterxml.jackson.jr.ob.JSON;
import io.github.heddle.demo.Quantity;
import io.github.heddle.demo.bench.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code compare} has found: for a person and for programs. */
final class CompareReport {
    private final Plan plan;
    private final String how;
    private final List<Standing> standings;

    /** @param how the turns were made */
    CompareReport(Plan plan, String how, List<Standing> standings) {
        this.plan = plan;
        this.how = how;
        this.standings = standings;
    }

    String text() {
        var text = new StringBuilder();
        text.append(asked()).append('\n').append(how).append("\n\n");
        text.append(requests()).append('\n').append(servers()).append('\n');
        notes().forEach(note -> text.append(note).append('\n'));
        text.append("""

                Latencies count from the instants at which requests were due; a request without an answer counts with
                its age. The server's figures are means over the time of the load: how many virtual threads are on a
                carrier thread, how many could run and wait for one, and how many reads have not come back.
                """);
        return text.toString();
    }

    private String asked() {
        String slow = plan.slowReaders() == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        ", beside %,d readers of files that take %,d ms",
                        plan.slowReaders(),
                        plan.slowDelay().toMillis());
        return String.format(
                Locale.ROOT,
                "%,d files below %s: %,.0f files and %,.0f pings a second%s.",
                plan.files().size(),
                plan.root(),
                plan.filesPerSecond(),
                plan.pingsPerSecond(),
                slow);
    }

    private Table requests() {
        var table = new Table(2);
        table.add("", "", "answered/s", "MB/s", "failed", "no answer", "p50", "p90", "p99", "p99.9", "max");
        for (String kind : List.of(Plan.FILES, Plan.PING)) {
            for (Standing standing : standings) {
                Figures figures = standing.load().of(kind);
                table.add(
                        kind,
                        standing.side().toString(),
                        decimal(figures.perSecond()),
                        decimal(figures.megabytesPerSecond()),
                        Quantity.count(figures.failed()),
                        Quantity.count(figures.unanswered()),
                        Quantity.milliseconds(figures.p50()),
                        Quantity.milliseconds(figures.p90()),
                        Quantity.milliseconds(figures.p99()),
                        Quantity.milliseconds(figures.p999()),
                        Quantity.milliseconds(figures.max()));
            }
        }
        return table;
    }

    private Table servers() {
        var table = new Table(1);
        List<String> heads = new ArrayList<>(
                List.of("server", "on carriers", "queued", "most queued", "reads under way", "most under way"));
        if (plan.slowReaders() > 0) {
            heads.add("slow reads");
        }
        table.add(heads);
        for (Standing standing : standings) {
            List<String> cells = new ArrayList<>(List.of(
                    standing.side().toString(),
                    decimal(standing.mean(ServerState::mounted)) + " of "
                            + standing.end().carriers(),
                    decimal(standing.mean(ServerState::queued)),
                    Quantity.count(standing.most(ServerState::queued)),
                    decimal(standing.mean(ServerState::readsUnderWay)),
                    Quantity.count(standing.most(ServerState::readsUnderWay))));
            if (plan.slowReaders() > 0) {
                cells.add(Quantity.count(standing.slowReads()));
            }
            table.add(cells);
        }
        return table;
    }

    private static String decimal(double number) {
        return String.format(Locale.ROOT, "%,.1f", number);
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        for (Standing standing : standings) {
            if (standing.side() == Side.HEDDLE) {
                notes.add(way(standing));
            }
        }
        for (Standing standing : standings) {
            Snapshot load = standing.load();
            load.kinds().forEach((kind, figures) -> notes(standing.side(), kind, figures, notes));
            if (load.lateness().matters()) {
                notes.add(standing.side() + ": the generator itself was late, p99 "
                        + Quantity.milliseconds(load.lateness().p99())
                        + ", which is part of the latencies: this machine is busy, or the rate is too high for it.");
            }
        }
        return notes;
    }

    private static String way(Standing heddle) {
        return String.format(
                Locale.ROOT,
                "Heddle's reads: %,d from memory, %,d by the ring, %,d by the thread pool (%s).",
                heddle.grown(ServerState::cachedReads),
                heddle.grown(ServerState::ringReads),
                heddle.grown(ServerState::fallbackReads),
                heddle.end().reason().orElse(heddle.end().engine()));
    }

    private static void notes(Side side, String kind, Figures figures, List<String> notes) {
        String what = side + ", " + kind + ": ";
        if (figures.failed() > 0) {
            notes.add(what + "failed: " + figures.errors());
        }
        if (figures.unanswered() > 0) {
            notes.add(what + Quantity.count(figures.unanswered())
                    + " had no answer at the end of a turn, the oldest one for "
                    + Quantity.milliseconds(figures.oldest()) + "; they are among the latencies with their age.");
        }
        if (figures.heldBack() > 0) {
            notes.add(what + Quantity.count(figures.heldBack()) + " waited for one of the generator's "
                    + Quantity.count(Load.CONNECTIONS) + " connections, all of which waited for an answer.");
        }
    }

    String json() throws IOException {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("directory", plan.root().toString());
        all.put("files", plan.files().size());
        all.put("filesPerSecond", plan.filesPerSecond());
        all.put("pingsPerSecond", plan.pingsPerSecond());
        all.put("slowReaders", plan.slowReaders());
        all.put("slowDelayMillis", plan.slowDelay().toMillis());
        all.put("how", how);
        all.put("sides", standings.stream().map(CompareReport::fields).toList());
        all.put("notes", notes());
        return JSON.std.asString(all) + "\n";
    }

    private static Map<String, Object> fields(Standing standing) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("side", standing.side().path());
        Snapshot load = standing.load();
        load.kinds().forEach((kind, figures) -> fields.put(kind, Fields.of(figures)));
        fields.put("generator", Fields.of(load.lateness()));
        fields.put("slowReads", standing.slowReads());
        fields.put("carriers", standing.end().carriers());
        fields.put("mounted", standing.mean(ServerState::mounted));
        fields.put("queued", standing.mean(ServerState::queued));
        fields.put("mostQueued", standing.most(ServerState::queued));
        fields.put("readsUnderWay", standing.mean(ServerState::readsUnderWay));
        fields.put("mostReadsUnderWay", standing.most(ServerState::readsUnderWay));
        fields.put("engine", standing.end().engine());
        fields.put("cachedReads", standing.grown(ServerState::cachedReads));
        fields.put("ringReads", standing.grown(ServerState::ringReads));
        fields.put("fallbackReads", standing.grown(ServerState::fallbackReads));
        return fields;
    }
}
