package io.github.heddle.demo.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/**
 * Maps values to places of a drawing, evenly or by their logarithm.
 *
 * @param from the place of the lowest value
 * @param to the place of the highest
 * @param ticks values that are marked
 * @param label how a tick is written
 */
record Axis(
        double lowest,
        double highest,
        double from,
        double to,
        boolean logarithmic,
        List<Double> ticks,
        DoubleFunction<String> label) {
    private static final int STEPS = 5;

    /** So that a tie looks like one. */
    private static final double LEAST_RATIO = 2;

    private static final int MOST_RATIOS = 8;

    /** An axis from 0 whose ticks are round numbers. */
    static Axis even(double highest, double from, double to) {
        double step = Math.pow(10, Math.floor(Math.log10(highest / STEPS)));
        for (double times : new double[] {2, 2.5, 2}) {
            if (highest / step > STEPS) {
                step *= times;
            }
        }
        List<Double> ticks = new ArrayList<>();
        for (int i = 0; i * step < highest + step; i++) {
            ticks.add(i * step);
        }
        return new Axis(0, ticks.getLast(), from, to, false, ticks, Axis::brief);
    }

    /** An axis whose ticks are powers of ten around the values. */
    static Axis powers(double lowest, double highest, double from, double to) {
        int first = (int) Math.floor(Math.log10(lowest));
        int last = Math.max(first + 1, (int) Math.ceil(Math.log10(highest)));
        List<Double> ticks = new ArrayList<>();
        for (int power = first; power <= last; power++) {
            ticks.add(Math.pow(10, power));
        }
        return new Axis(ticks.getFirst(), ticks.getLast(), from, to, true, ticks, Axis::brief);
    }

    /** An axis of ratios around 1, no longer than it has to be: the figures beside what is drawn need room, too. */
    static Axis ratios(double lowest, double highest, double from, double to) {
        double low = Math.min(lowest, 1 / LEAST_RATIO);
        double high = Math.max(highest, LEAST_RATIO);
        List<Double> ticks = ratios(low, high, 1, 2, 5);
        if (ticks.size() > MOST_RATIOS) {
            ticks = ratios(low, high, 1);
        }
        return new Axis(low, high, from, to, true, ticks, value -> brief(value) + " ×");
    }

    private static List<Double> ratios(double low, double high, int... times) {
        List<Double> ratios = new ArrayList<>();
        for (double power = Math.pow(10, Math.floor(Math.log10(low))); power <= high; power *= 10) {
            for (int time : times) {
                if (time * power >= low && time * power <= high) {
                    ratios.add(time * power);
                }
            }
        }
        return ratios;
    }

    /** An axis whose ticks are given. */
    static Axis of(List<Double> ticks, double from, double to, DoubleFunction<String> label) {
        double highest = ticks.getLast() > ticks.getFirst() ? ticks.getLast() : 2 * ticks.getFirst();
        return new Axis(ticks.getFirst(), highest, from, to, true, ticks, label);
    }

    double at(double value) {
        double part = logarithmic
                ? (Math.log(Math.clamp(value, lowest, highest)) - Math.log(lowest))
                        / (Math.log(highest) - Math.log(lowest))
                : (value - lowest) / (highest - lowest);
        return from + part * (to - from);
    }

    static String brief(double value) {
        if (value >= 1e6) {
            return trimmed(value / 1e6) + " M";
        }
        return value >= 1e4 ? trimmed(value / 1e3) + " k" : trimmed(value);
    }

    private static String trimmed(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%.3f", value).replaceFirst("0+$", "");
    }
}
