package io.github.heddle.demo.bench;

import java.util.List;

/** A bar for each rival of a contest, as long as its median, with a line from the lowest to the highest round. */
final class Bars {
    private static final double WIDTH = 640;
    private static final double LEFT = 160;
    private static final double RIGHT = WIDTH - 110;
    private static final double ROW = 26;
    private static final double BAR = 16;

    private Bars() {}

    /** {@return a figure of a page} */
    static String of(Outcome outcome, Metric metric) {
        List<Standing> standings = outcome.standings().stream()
                .filter(standing -> standing.has(metric))
                .toList();
        double longest = standings.stream()
                .mapToDouble(standing -> standing.spread(metric).highest())
                .max()
                .orElse(1);
        String title = metric.heading() + (metric.moreIsBetter() ? ", more is better" : ", less is better");
        var svg = new Svg(WIDTH, standings.size() * ROW + 4, outcome.contest().title() + ", " + title);
        double y = 2;
        for (Standing standing : standings) {
            Spread spread = standing.spread(metric);
            double end = place(spread.median(), longest);
            double middle = y + ROW / 2;
            String style = standing.name().equals(Entrant.HEDDLE) ? "bar ours" : "bar theirs";
            String says = standing.name() + ": " + TextTables.figure(spread.median()) + ", from "
                    + TextTables.figure(spread.lowest()) + " to " + TextTables.figure(spread.highest()) + " "
                    + metric.unit();
            svg.text(LEFT - 8, middle + 4, Svg.Anchor.END, "name", standing.name());
            svg.bar(LEFT, middle - BAR / 2, Math.max(1, end - LEFT), BAR, style, says);
            double low = place(spread.lowest(), longest);
            double high = place(spread.highest(), longest);
            svg.spread(low, high, middle);
            svg.text(Math.max(end, high) + 8, middle + 4, Svg.Anchor.START, "value", TextTables.figure(spread.median()));
            y += ROW;
        }
        return "<figure><figcaption>" + Svg.escape(title) + "</figcaption>\n" + svg + "</figure>\n";
    }

    private static double place(double value, double longest) {
        return LEFT + value / longest * (RIGHT - LEFT);
    }
}
