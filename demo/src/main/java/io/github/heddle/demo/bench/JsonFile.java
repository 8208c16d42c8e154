package io.github.heddle.demo.bench;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Everything that was measured, round by round, for other programs. */
final class JsonFile {
    private JsonFile() {}

    static void write(Path file, Map<String, String> facts, Bench bench) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("machine", facts);
        all.put("cold", bench.coldness());
        all.put("leftOut", bench.results().skipped());
        all.put("targets", bench.verdicts().stream().map(JsonFile::verdict).toList());
        all.put("contests", bench.results().outcomes().stream().map(JsonFile::outcome).toList());
        Files.writeString(file, JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(all) + "\n");
    }

    private static Map<String, Object> verdict(Verdict verdict) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("workload", verdict.target().workload());
        fields.put("target", verdict.target().text());
        fields.put("wanted", verdict.target().wanted());
        fields.put("bound", verdict.target().bound());
        verdict.figure().ifPresent(figure -> fields.put("figure", figure));
        fields.put("measured", verdict.isMeasured());
        fields.put("reached", verdict.isReached());
        return fields;
    }

    private static Map<String, Object> outcome(Outcome outcome) {
        Contest contest = outcome.contest();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", contest.id());
        fields.put("title", contest.title());
        fields.put("cache", contest.cache().toString());
        fields.put("roundsNotCounted", contest.warmUps());
        fields.put("rounds", contest.rounds());
        if (contest.isStep()) {
            fields.put("step", contest.step());
        }
        fields.put("objections", outcome.objections());
        fields.put("rivals", outcome.standings().stream()
                .map(standing -> rival(outcome, standing))
                .toList());
        return fields;
    }

    private static Map<String, Object> rival(Outcome outcome, Standing standing) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", standing.name());
        if (!standing.tookPart()) {
            fields.put("absent", standing.absence());
            return fields;
        }
        List<Object> figures = new ArrayList<>();
        for (Metric metric : outcome.contest().metrics()) {
            if (standing.has(metric)) {
                figures.add(figures(outcome, standing, metric));
            }
        }
        fields.put("figures", figures);
        fields.put("turns", standing.samples());
        return fields;
    }

    private static Map<String, Object> figures(Outcome outcome, Standing standing, Metric metric) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("figure", metric.heading());
        fields.put("summary", standing.spread(metric));
        fields.put("rounds", standing.figures(metric));
        List<Double> ratios = outcome.ratios(standing, metric);
        if (!ratios.isEmpty()) {
            fields.put("heddleToItByRound", ratios);
        }
        return fields;
    }
}
