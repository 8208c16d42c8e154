package io.github.heddle.demo.bench;

import java.util.Locale;

/** A drawing as text: what the charts need of SVG. Colours are the page's, so that they suit light and dark. */
final class Svg {

    /** Where a text lies relative to its point. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    /** How much larger a file of its own is where it has room. */
    private static final double SCALE = 1.4;

    private final StringBuilder text = new StringBuilder();

    /** @param title what it shows, for those who cannot see it */
    Svg(double width, double height, String title) {
        text.append(String.format(
                Locale.ROOT, "<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"%s\">", width, height, escape(title)));
    }

    /**
     * A file of its own, which stands wherever it is shown, so it has its own ground.
     *
     * @param description the same in words
     * @param style of all that is drawn
     */
    static Svg standalone(double width, double height, String title, String description, String style) {
        return new Svg(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%.0f\" viewBox=\"0 0 %.0f %.0f\""
                        + " role=\"img\">%n<title>%s</title>%n<desc>%s</desc>%n"
                        + "<style>%n%s:root { max-width: 100%%; height: auto; }%n</style>%n"
                        + "<rect x=\"0.5\" y=\"0.5\" width=\"%.0f\" height=\"%.0f\" rx=\"8\" class=\"ground\"/>%n",
                SCALE * width, SCALE * height, width, height, escape(title), escape(description), style,
                width - 1, height - 1));
    }

    private Svg(String head) {
        text.append(head);
    }

    Svg line(double x1, double y1, double x2, double y2, String style) {
        text.append(String.format(
                Locale.ROOT, "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"%s\"/>", x1, y1, x2, y2, style));
        return this;
    }

    /** A rectangle that says something when it is pointed at. */
    Svg bar(double x, double y, double width, double height, String style, String says) {
        text.append(String.format(
                Locale.ROOT, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"2\" class=\"%s\"><title>%s</title></rect>",
                x, y, width, height, style, escape(says)));
        return this;
    }

    /** From the lowest to the highest of what a bar stands for. */
    Svg spread(double low, double high, double y) {
        return line(low, y, high, y, "spread")
                .line(low, y - 4, low, y + 4, "spread")
                .line(high, y - 4, high, y + 4, "spread");
    }

    Svg dot(double x, double y, String style, String says) {
        text.append(String.format(
                Locale.ROOT, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" class=\"%s\"><title>%s</title></circle>",
                x, y, style, escape(says)));
        return this;
    }

    /** @param points x and y in turns */
    Svg path(double[] points, String style) {
        text.append("<polyline points=\"");
        for (int i = 0; i < points.length; i += 2) {
            text.append(String.format(
                Locale.ROOT, "%.1f,%.1f ", points[i], points[i + 1]));
        }
        text.append("\" class=\"").append(style).append("\"/>");
        return this;
    }

    Svg text(double x, double y, Anchor anchor, String style, String content) {
        text.append(String.format(
                Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" class=\"%s\">%s</text>",
                x, y, anchor.name().toLowerCase(Locale.ROOT), style, escape(content)));
        return this;
    }

    /** A text and, behind it, another one in another style. */
    Svg text(double x, double y, String style, String content, String asideStyle, String aside) {
        text.append(String.format(
                Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" class=\"%s\">%s<tspan dx=\"6\" class=\"%s\">%s</tspan></text>",
                x, y, style, escape(content), asideStyle, escape(aside)));
        return this;
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    @Override
    public String toString() {
        return text + "</svg>\n";
    }
}
