package io.github.heddle.demo.bench;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * A figure that is to be reached.
 *
 * @param workload where it belongs
 * @param text what is compared with what
 * @param unit of the bound; empty for a ratio
 */
record Target(
        String workload,
        String text,
        Sense sense,
        double bound,
        String unit,
        Function<Results, OptionalDouble> figure) {

    /** On which side of the bound it is good. */
    enum Sense {
        AT_LEAST("≥"),
        AT_MOST("≤"),
        ABOVE(">");

        private final String sign;

        Sense(String sign) {
            this.sign = sign;
        }
    }

    static Target atLeast(String workload, String text, double bound, Function<Results, OptionalDouble> figure) {
        return new Target(workload, text, Sense.AT_LEAST, bound, "", figure);
    }

    static Target atMost(String workload, String text, double bound, Function<Results, OptionalDouble> figure) {
        return new Target(workload, text, Sense.AT_MOST, bound, "", figure);
    }

    static Target above(String workload, String text, double bound, Function<Results, OptionalDouble> figure) {
        return new Target(workload, text, Sense.ABOVE, bound, "", figure);
    }

    Target in(String newUnit) {
        return new Target(workload, text, sense, bound, newUnit, figure);
    }

    Verdict judge(Results results) {
        return new Verdict(this, figure.apply(results));
    }

    boolean allows(double value) {
        return switch (sense) {
            case AT_LEAST -> value >= bound;
            case AT_MOST -> value <= bound;
            case ABOVE -> value > bound;
        };
    }

    String wanted() {
        return sense.sign + " " + amount(bound);
    }

    String amount(double value) {
        return unit.isEmpty()
                ? String.format(Locale.ROOT, "%.2f ×", value)
                : String.format(Locale.ROOT, Math.abs(value) < 1 ? "%.2f %s" : "%.1f %s", value, unit);
    }
}
