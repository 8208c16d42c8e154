package io.github.heddle.demo.bench;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Whether a target was reached.
 *
 * @param figure empty when it was not measured
 */
record Verdict(Target target, OptionalDouble figure) {
    private static final int PERCENT = 100;

    boolean isMeasured() {
        return figure.isPresent();
    }

    boolean isReached() {
        return figure.isPresent() && target.allows(figure.getAsDouble());
    }

    String got() {
        return figure.isPresent() ? target.amount(figure.getAsDouble()) : "–";
    }

    String text() {
        if (!isMeasured()) {
            return "not measured";
        }
        if (isReached()) {
            return "reached";
        }
        double off = target.bound() == 0 ? 0 : Math.abs(figure.getAsDouble() / target.bound() - 1) * PERCENT;
        return off == 0 ? "missed" : String.format(Locale.ROOT, "missed by %.1f %%", off);
    }
}
