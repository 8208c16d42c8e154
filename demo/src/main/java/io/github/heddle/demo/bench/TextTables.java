package io.github.heddle.demo.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Results as a person reads them in a terminal. */
final class TextTables {
    private static final double FEW = 100;

    private TextTables() {}

    static String facts(Map<String, String> facts) {
        var table = new Table(2);
        facts.forEach((name, fact) -> table.add(name, fact));
        return table.toString();
    }

    static String of(List<Outcome> outcomes) {
        var text = new StringBuilder();
        Map<String, List<Outcome>> rows = new LinkedHashMap<>();
        for (Outcome outcome : outcomes) {
            if (outcome.contest().isStep()) {
                rows.computeIfAbsent(outcome.contest().step().row(), _ -> new ArrayList<>())
                        .add(outcome);
            } else {
                text.append(of(outcome)).append('\n');
            }
        }
        rows.forEach((row, steps) -> text.append(row(row, steps)).append('\n'));
        return text.toString();
    }

    private static String of(Outcome outcome) {
        Contest contest = outcome.contest();
        var text = new StringBuilder();
        text.append(contest.id()).append("  ").append(contest.title()).append('\n');
        for (Metric metric : contest.metrics()) {
            text.append(table(outcome, metric));
        }
        for (Standing standing : outcome.standings()) {
            if (!standing.tookPart()) {
                text.append(standing.name()).append(": ").append(standing.absence()).append('\n');
            }
        }
        outcome.standing(Entrant.HEDDLE).ifPresent(heddle -> text.append(proof(heddle.proof())));
        return text.append(objections(outcome)).toString();
    }

    private static Table table(Outcome outcome, Metric metric) {
        boolean first = metric.equals(outcome.contest().metric());
        var table = new Table(1);
        Stream<String> heads = Stream.of("", metric.heading(), "lowest – highest", "Heddle : it");
        Stream<String> more = Stream.of(Metric.CPU.heading(), Metric.DEPTH.heading());
        table.add(Stream.concat(heads, first ? more : Stream.empty()).toList());
        for (Standing standing : outcome.standings()) {
            if (standing.has(metric)) {
                Spread spread = standing.spread(metric);
                List<String> cells = new ArrayList<>();
                cells.add(standing.name());
                cells.add(figure(spread.median()));
                cells.add(figure(spread.lowest()) + " – " + figure(spread.highest()));
                cells.add(ratio(outcome, standing, metric));
                if (first) {
                    cells.add(standing.has(Metric.CPU) ? figure(standing.spread(Metric.CPU).median()) : "–");
                    cells.add(figure(standing.spread(Metric.DEPTH).median()));
                }
                table.add(cells);
            }
        }
        return table;
    }

    /** Contests that differ in one quantity: a column for each. */
    private static String row(String title, List<Outcome> steps) {
        var table = new Table(1);
        Contest first = steps.getFirst().contest();
        table.add(Stream.concat(
                        Stream.of(first.metric().heading() + " by " + first.step().quantity()),
                        steps.stream().map(step -> step.contest().step().label()))
                .toList());
        for (Standing standing : steps.getFirst().standings()) {
            Stream<String> medians = steps.stream()
                    .map(step -> step.standing(standing.name())
                            .map(there -> figure(there.spread(first.metric()).median()))
                            .orElse("–"));
            table.add(Stream.concat(Stream.of(standing.name()), medians).toList());
        }
        var text = new StringBuilder(title).append('\n').append(table);
        steps.forEach(step -> text.append(objections(step)));
        return text.toString();
    }

    static String verdicts(List<Verdict> verdicts) {
        var table = new Table(2);
        table.add("", "target", "wanted", "got", "");
        for (Verdict verdict : verdicts) {
            Target target = verdict.target();
            table.add(target.workload(), target.text(), target.wanted(), verdict.got(), verdict.text());
        }
        return table.toString();
    }

    static String skipped(Map<String, String> skipped) {
        var text = new StringBuilder();
        skipped.forEach((what, why) ->
                text.append("left out: ").append(what).append(": ").append(why).append('\n'));
        return text.isEmpty() ? "" : text.append('\n').toString();
    }

    static String proof(Proof proof) {
        return proof.isEmpty()
                ? ""
                : String.format(
                        Locale.ROOT,
                        "proof: %s; %,d reads by the ring, %,d from memory, %,d by the thread pool%n",
                        proof.backend(),
                        proof.ringReads(),
                        proof.cachedReads(),
                        proof.fallbackReads());
    }

    private static String objections(Outcome outcome) {
        var text = new StringBuilder();
        outcome.objections().forEach(objection ->
                text.append("INVALID: ").append(objection).append('\n'));
        return text.toString();
    }

    private static String ratio(Outcome outcome, Standing standing, Metric metric) {
        return outcome.ratio(standing, metric)
                .map(ratio -> String.format(Locale.ROOT, "%.2f", ratio))
                .orElse("");
    }

    static String figure(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < FEW ? "%.1f" : "%,.0f", value);
    }
}
