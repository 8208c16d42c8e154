package io.github.heddle.demo.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All results as one page that needs nothing else. */
final class HtmlPage {
    private final Map<String, String> facts;
    private final Bench bench;
    private final StringBuilder html = new StringBuilder();

    private HtmlPage(Map<String, String> facts, Bench bench) {
        this.facts = facts;
        this.bench = bench;
    }

    static void write(Path file, Map<String, String> facts, Bench bench) throws IOException {
        Files.writeString(file, new HtmlPage(facts, bench).page());
    }

    private String page() throws IOException {
        html.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<title>Heddle: measured</title>\n<style>\n")
                .append(Stylesheet.CHART.text())
                .append(Stylesheet.REPORT.text())
                .append("</style></head><body><main>\n<h1>Heddle: measured</h1>\n");
        html.append("<p class=\"lead\">The same files, read in turns through Heddle and its rivals. ")
                .append(escape(facts.getOrDefault("date", "")))
                .append(", ")
                .append(escape(facts.getOrDefault("cores", "?")))
                .append(" cores, Linux ")
                .append(escape(facts.getOrDefault("kernel", "?")))
                .append(".</p>\n");
        verdicts();
        contests();
        rows();
        method();
        return html.append("</main></body></html>\n").toString();
    }

    private void verdicts() {
        List<Verdict> verdicts = bench.verdicts();
        if (verdicts.isEmpty()) {
            return;
        }
        long reached = verdicts.stream().filter(Verdict::isReached).count();
        long measured = verdicts.stream().filter(Verdict::isMeasured).count();
        html.append("<section><h2>Targets: ")
                .append(reached)
                .append(" of ")
                .append(measured)
                .append(" reached</h2>\n<div class=\"scroll\"><table class=\"targets\"><thead><tr><th></th><th>target</th>")
                .append("<th class=\"number\">wanted</th><th class=\"number\">got</th><th></th></tr></thead><tbody>\n");
        for (Verdict verdict : verdicts) {
            String style = !verdict.isMeasured() ? "unknown" : verdict.isReached() ? "reached" : "missed";
            html.append("<tr>");
            cell("", verdict.target().workload());
            cell("", verdict.target().text());
            cell("number", verdict.target().wanted());
            cell("number", verdict.got());
            html.append("<td><span class=\"mark ").append(style).append("\">");
            html.append(escape(verdict.text())).append("</span></td></tr>\n");
        }
        html.append("</tbody></table></div></section>\n");
    }

    private void contests() {
        for (Outcome outcome : bench.results().outcomes()) {
            if (!outcome.contest().isStep()) {
                contest(outcome);
            }
        }
    }

    private void contest(Outcome outcome) {
        Contest contest = outcome.contest();
        html.append("<section><h2>").append(escape(contest.id())).append(" <small>");
        html.append(escape(contest.title())).append("</small></h2>\n<div class=\"charts\">\n");
        for (Metric metric : contest.metrics()) {
            html.append(Bars.of(outcome, metric));
        }
        for (Map.Entry<String, List<String>> plot : latencies(outcome).entrySet()) {
            html.append(LatencyPlot.of(outcome, plot.getKey(), plot.getValue()));
        }
        html.append("</div>\n");
        details(outcome);
        html.append("</section>\n");
    }

    private static Map<String, List<String>> latencies(Outcome outcome) {
        Map<String, List<String>> plots = new LinkedHashMap<>();
        boolean isolation = outcome.standings().stream()
                .anyMatch(standing -> standing.latencies(Isolation.DISTURBED).getTotalCount() > 0);
        boolean alone = outcome.standings().stream()
                .anyMatch(standing -> standing.latencies(ReadAlone.LATENCY).getTotalCount() > 0);
        if (alone) {
            plots.put("Time of a read, by percentile", List.of(ReadAlone.LATENCY));
        }
        if (isolation) {
            plots.put("Lateness of the tick, by percentile", List.of(Isolation.DISTURBED, Isolation.UNDISTURBED));
        }
        return plots;
    }

    private void details(Outcome outcome) {
        Metric metric = outcome.contest().metric();
        html.append("<details><summary>figures</summary><div class=\"scroll\"><table><thead><tr><th>rival</th>");
        for (String head : List.of(
                metric.heading(), "lowest", "highest", Metric.CPU.heading(), Metric.DEPTH.heading())) {
            html.append("<th class=\"number\">").append(escape(head)).append("</th>");
        }
        html.append("</tr></thead><tbody>\n");
        for (Standing standing : outcome.standings()) {
            html.append("<tr>");
            cell("", standing.name());
            if (standing.has(metric)) {
                Spread spread = standing.spread(metric);
                for (double value : new double[] {spread.median(), spread.lowest(), spread.highest()}) {
                    cell("number", TextTables.figure(value));
                }
                cell("number", standing.has(Metric.CPU) ? TextTables.figure(standing.spread(Metric.CPU).median()) : "–");
                cell("number", TextTables.figure(standing.spread(Metric.DEPTH).median()));
            } else {
                html.append("<td colspan=\"5\">").append(escape(standing.absence())).append("</td>");
            }
            html.append("</tr>\n");
        }
        html.append("</tbody></table></div></details>\n");
        outcome.standing(Entrant.HEDDLE).ifPresent(heddle -> paragraph("proof", TextTables.proof(heddle.proof())));
        outcome.objections().forEach(objection -> paragraph("invalid", "Invalid: " + objection));
    }

    private void rows() {
        Map<String, List<Outcome>> rows = new LinkedHashMap<>();
        for (Outcome outcome : bench.results().outcomes()) {
            if (outcome.contest().isStep()) {
                rows.computeIfAbsent(outcome.contest().step().row(), _ -> new ArrayList<>())
                        .add(outcome);
            }
        }
        if (!rows.isEmpty()) {
            html.append("<section><h2>Scaling</h2>\n<div class=\"charts\">\n");
            rows.forEach((row, steps) -> html.append(ScalingPlot.of(row, steps)));
            html.append("</div></section>\n");
        }
    }

    private void method() {
        html.append("<section><h2>How it was measured</h2>\n");
        paragraph(
                "",
                "Each rival lives in a process of its own through a workload and reads when it is its turn; the order"
                        + " changes from round to round. Figures are medians over the counted rounds, lines go from"
                        + " the lowest to the highest. In cold turns, " + bench.coldness() + ".");
        bench.results().skipped().forEach((what, why) -> paragraph("", "Left out: " + what + ": " + why + "."));
        html.append("<div class=\"scroll\"><table><tbody>\n");
        facts.forEach((name, fact) -> {
            html.append("<tr>");
            cell("", name);
            cell("", fact);
            html.append("</tr>\n");
        });
        html.append("</tbody></table></div></section>\n");
    }

    private void paragraph(String style, String text) {
        if (!text.isEmpty()) {
            html.append("<p class=\"").append(style).append("\">").append(escape(text)).append("</p>\n");
        }
    }

    private void cell(String style, String text) {
        html.append("<td class=\"").append(style).append("\">").append(escape(text)).append("</td>");
    }

    private static String escape(String text) {
        return Svg.escape(text);
    }
}
