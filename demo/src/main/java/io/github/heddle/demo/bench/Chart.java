package io.github.heddle.demo.bench;

import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;

/** Curves in a frame with two axes; their names are a legend below, where they cannot hide anything. */
final class Chart {
    private static final double WIDTH = 640;
    private static final double HEIGHT = 330;
    private static final double LEFT = 64;
    private static final double RIGHT = WIDTH - 24;
    private static final double TOP = 28;
    private static final double BOTTOM = HEIGHT - 48;

    /** A value over another. */
    record Point(double x, double y) {}

    /**
     * Points that belong together.
     *
     * @param marked whether each of them is drawn, and not only the line
     */
    record Curve(String name, List<Point> points, boolean marked) {}

    private final String title;
    private final String xName;
    private final String yName;
    private final List<Curve> curves;

    Chart(String title, String xName, String yName, List<Curve> curves) {
        this.title = title;
        this.xName = xName;
        this.yName = yName;
        this.curves = curves.stream().filter(curve -> !curve.points().isEmpty()).toList();
    }

    static Axis acrossAt(List<Double> ticks, DoubleFunction<String> label) {
        return Axis.of(ticks, LEFT, RIGHT, label);
    }

    /** {@return a figure of a page} */
    String draw(Axis x, boolean logarithmic) {
        Axis y = logarithmic
                ? Axis.powers(ys().min().orElse(1), ys().max().orElse(1), BOTTOM, TOP)
                : Axis.even(ys().max().orElse(1), BOTTOM, TOP);
        var svg = new Svg(WIDTH, HEIGHT, title);
        svg.text(LEFT - 8, TOP - 14, Svg.Anchor.START, "unit", yName);
        for (double tick : y.ticks()) {
            svg.line(LEFT, y.at(tick), RIGHT, y.at(tick), "grid");
            svg.text(LEFT - 8, y.at(tick) + 4, Svg.Anchor.END, "tick", y.label().apply(tick));
        }
        for (double tick : x.ticks()) {
            svg.line(x.at(tick), BOTTOM, x.at(tick), BOTTOM + 5, "axis");
            svg.text(x.at(tick), BOTTOM + 19, Svg.Anchor.MIDDLE, "tick", x.label().apply(tick));
        }
        svg.line(LEFT, BOTTOM, RIGHT, BOTTOM, "axis");
        svg.text((LEFT + RIGHT) / 2, HEIGHT - 8, Svg.Anchor.MIDDLE, "unit", xName);
        for (int i = 0; i < curves.size(); i++) {
            curve(svg, x, y, curves.get(i), "c" + i);
        }
        return "<figure><figcaption>" + Svg.escape(title) + "</figcaption>\n" + svg + legend() + "</figure>\n";
    }

    private void curve(Svg svg, Axis x, Axis y, Curve curve, String style) {
        double[] places = curve.points().stream()
                .flatMapToDouble(point -> DoubleStream.of(x.at(point.x()), y.at(point.y())))
                .toArray();
        svg.path(places, "curve " + style);
        if (curve.marked()) {
            for (Point point : curve.points()) {
                String says = curve.name() + ", " + x.label().apply(point.x()) + ": "
                        + TextTables.figure(point.y()) + " " + yName;
                svg.dot(x.at(point.x()), y.at(point.y()), "dot " + style, says);
            }
        }
    }

    private String legend() {
        var text = new StringBuilder("<ul class=\"legend\">");
        for (int i = 0; i < curves.size(); i++) {
            text.append("<li><span class=\"key c")
                    .append(i)
                    .append("\"></span>")
                    .append(Svg.escape(curves.get(i).name()))
                    .append("</li>");
        }
        return text.append("</ul>\n").toString();
    }

    private DoubleStream ys() {
        return curves.stream()
                .flatMap(curve -> curve.points().stream())
                .mapToDouble(Point::y)
                .filter(y -> y > 0);
    }
}
