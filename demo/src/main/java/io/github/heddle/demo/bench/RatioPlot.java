package io.github.heddle.demo.bench;

import io.github.heddle.demo.bench.Comparison.Ratio;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A run as one picture that needs nothing else: where Heddle is ahead of its rivals, where behind, and how far. */
final class RatioPlot {
    private static final String TITLE = "Heddle is so many times as fast as …";

    private static final double WIDTH = 640;
    private static final double MARGIN = 16;
    private static final double LEFT = 204;
    private static final double LINE = 16;
    private static final double ROW = 15;
    private static final double BAR = 9;
    private static final double GAP = 9;
    private static final double ASIDE = 6;

    /** A label has two lines. */
    private static final int LEAST_ROWS = 2;

    /** How wide a letter is at the most, in both sizes: the font is the reader's. */
    private static final double LETTER = 8;

    private static final double SMALL_LETTER = 7;

    private final List<Comparison> comparisons;
    private final List<String> notes;
    private final Map<String, Chart.Point> legend = new LinkedHashMap<>();
    private final Axis axis;
    private final double top;

    private RatioPlot(List<Comparison> comparisons, List<String> notes) {
        this.comparisons = comparisons;
        this.notes = notes;
        top = placeLegend(MARGIN + 2 * LINE) + 2.25 * LINE;
        axis = axis();
    }

    static void write(Path file, Map<String, String> facts, Bench bench) throws IOException {
        Files.writeString(file, of(bench.results(), facts, bench.rounds(), bench.coldness()));
    }

    /** @throws IOException if there is nothing to draw */
    static String of(Results results, Map<String, String> facts, int rounds, String coldness) throws IOException {
        List<Comparison> comparisons = results.outcomes().stream()
                .filter(outcome -> !outcome.contest().isStep() && outcome.objections().isEmpty())
                .map(Comparison::of)
                .filter(comparison -> !comparison.ratios().isEmpty())
                .sorted(Comparator.comparingDouble(Comparison::lead).reversed())
                .toList();
        if (comparisons.isEmpty()) {
            throw new IOException("nothing to plot: Heddle has no rival in this run, or no figure that is valid");
        }
        List<String> notes = new ArrayList<>();
        notes.add(method(facts, rounds, coldness));
        notes.addAll(missing(results));
        notes.add(facts.getOrDefault("command", ""));
        return new RatioPlot(comparisons, notes).draw();
    }

    private static String method(Map<String, String> facts, int rounds, String coldness) {
        return facts.getOrDefault("date", "?").replaceFirst("T.*", "") + ", " + facts.getOrDefault("cores", "?")
                + " cores of " + facts.getOrDefault("cpu", "?") + ", Linux " + facts.getOrDefault("kernel", "?")
                + ", JDK " + facts.getOrDefault("jdk", "?") + ". Bars are ratios of medians (of times: how many times as short),"
                + " lines go from the lowest of " + rounds + " rounds to the highest; " + coldness + ".";
    }

    /** What a reader of the picture would otherwise look for in vain. */
    private static Set<String> missing(Results results) {
        Set<String> notes = new LinkedHashSet<>();
        results.skipped().forEach((what, why) -> notes.add("Left out: " + what + ": " + why + "."));
        for (Outcome outcome : results.outcomes()) {
            outcome.objections().forEach(objection ->
                    notes.add("Invalid: " + outcome.contest().id() + ": " + objection + "."));
            outcome.standings().stream()
                    .filter(standing -> !standing.tookPart())
                    .forEach(standing -> notes.add("Absent: " + standing.name() + ": " + standing.absence() + "."));
        }
        return notes;
    }

    private String draw() throws IOException {
        double bottom = top + comparisons.stream().mapToDouble(one -> height(one) + GAP).sum();
        List<String> lines = notes.stream().flatMap(note -> wrapped(note).stream()).toList();
        double height = bottom + LINE * (lines.size() + 1.5) + MARGIN;

        var svg = Svg.standalone(WIDTH, height, TITLE, description(), Stylesheet.CHART.text());
        svg.text(MARGIN, MARGIN + LINE, Svg.Anchor.START, "title", TITLE);
        legend.forEach((rival, place) -> {
            svg.bar(place.x(), place.y() - BAR, BAR, BAR, "bar " + style(rival), rival);
            svg.text(place.x() + BAR + ASIDE, place.y() - 1, Svg.Anchor.START, "name", rival);
        });
        for (double tick : axis.ticks()) {
            svg.line(axis.at(tick), top, axis.at(tick), bottom, "grid");
            svg.text(axis.at(tick), bottom + LINE, Svg.Anchor.MIDDLE, "tick", axis.label().apply(tick));
        }
        svg.text(axis.at(1) - ASIDE, top - ASIDE, Svg.Anchor.END, "unit", "← it is behind");
        svg.text(axis.at(1) + ASIDE, top - ASIDE, Svg.Anchor.START, "unit", "Heddle is ahead →");
        double y = top + GAP / 2;
        for (Comparison comparison : comparisons) {
            draw(svg, comparison, y + height(comparison) / 2);
            y += height(comparison) + GAP;
        }
        svg.line(axis.at(1), top - LINE, axis.at(1), bottom, "axis");
        y = bottom + 1.5 * LINE;
        for (String line : lines) {
            y += LINE;
            svg.text(MARGIN, y, Svg.Anchor.START, "unit", line);
        }
        return svg.toString();
    }

    private void draw(Svg svg, Comparison comparison, double middle) {
        Contest contest = comparison.contest();
        svg.text(MARGIN, middle - 3, Svg.Anchor.START, "name", contest.brief());
        svg.text(MARGIN, middle + 13, Svg.Anchor.START, "unit", contest.id() + ": " + contest.metric().heading());
        double y = middle - (comparison.ratios().size() - 1) * ROW / 2;
        for (Ratio ratio : comparison.ratios()) {
            Spread times = ratio.times();
            double from = axis.at(Math.min(1, times.median()));
            double to = axis.at(Math.max(1, times.median()));
            svg.bar(from, y - BAR / 2, Math.max(1, to - from), BAR, "bar " + style(ratio.rival()), says(contest, ratio));
            svg.spread(axis.at(times.lowest()), axis.at(times.highest()), y);
            svg.text(end(axis, ratio) + ASIDE, y + 4, "value", ratio.figure(), "unit", ratio.setting());
            y += ROW;
        }
    }

    private static double height(Comparison comparison) {
        return ROW * Math.max(LEAST_ROWS, comparison.ratios().size());
    }

    /** Where each rival's colour is told: as many a line as it holds. */
    private double placeLegend(double firstLine) {
        double x = MARGIN;
        double y = firstLine + LINE;
        for (String rival : ratios().map(Ratio::rival).distinct().toList()) {
            double width = BAR + ASIDE + LETTER * rival.length();
            if (x + width > WIDTH) {
                x = MARGIN;
                y += LINE;
            }
            legend.put(rival, new Chart.Point(x, y));
            x += width + ASIDE;
        }
        return y;
    }

    /** {@return the longest that leaves room for the text beside each bar} */
    private Axis axis() {
        double lowest = ratios().mapToDouble(ratio -> ratio.times().lowest()).min().orElse(1);
        double highest = ratios().mapToDouble(ratio -> ratio.times().highest()).max().orElse(1);
        Axis unit = Axis.ratios(lowest, highest, 0, 1);
        double length = ratios()
                .mapToDouble(ratio -> {
                    double text = LETTER * (ratio.figure() + ratio.setting()).length() + 3 * ASIDE;
                    return (WIDTH - LEFT - text) / end(unit, ratio);
                })
                .min()
                .orElse(0);
        return Axis.ratios(lowest, highest, LEFT, Math.min(LEFT + length, WIDTH - 2 * MARGIN));
    }

    /** Figures are on the right of the line at 1, where no label is. */
    private static double end(Axis axis, Ratio ratio) {
        return axis.at(Math.max(1, ratio.times().highest()));
    }

    private Stream<Ratio> ratios() {
        return comparisons.stream().flatMap(comparison -> comparison.ratios().stream());
    }

    private String style(String rival) {
        return "c" + List.copyOf(legend.keySet()).indexOf(rival);
    }

    private String description() {
        return comparisons.stream()
                .flatMap(one -> one.ratios().stream().map(ratio -> says(one.contest(), ratio)))
                .collect(Collectors.joining(". ", "", "."));
    }

    private static String says(Contest contest, Ratio ratio) {
        return contest.id() + ", " + contest.title() + ": " + ratio;
    }

    /** An SVG does not break its lines itself. */
    private static List<String> wrapped(String note) {
        int width = (int) ((WIDTH - 2 * MARGIN) / SMALL_LETTER);
        List<String> lines = new ArrayList<>();
        String rest = note;
        while (rest.length() > width) {
            int space = rest.lastIndexOf(' ', width);
            int end = space > 0 ? space : width;
            lines.add(rest.substring(0, end));
            rest = rest.substring(end).stripLeading();
        }
        lines.add(rest);
        return lines;
    }
}
