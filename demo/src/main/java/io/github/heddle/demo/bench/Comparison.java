package io.github.heddle.demo.bench;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How far Heddle is ahead of its rivals in a contest, by its most important metric.
 *
 * @param ratios the JDK's first; none where nobody else took part
 */
record Comparison(Contest contest, List<Ratio> ratios) {

    /**
     * How many times better Heddle is than one rival; less than 1: it is worse.
     *
     * @param name of the rival
     */
    record Ratio(String name, Spread times) {
        private static final String SETTING = Entrant.JDK + ", ";
        private static final double FEW = 10;

        boolean isJdk() {
            return name.startsWith(Entrant.JDK);
        }

        boolean isSetting() {
            return name.startsWith(SETTING);
        }

        /** {@return the rival in words} */
        String rival() {
            if (isSetting()) {
                return "the JDK's best setting";
            }
            return switch (name) {
                case Entrant.JDK -> "the JDK on virtual threads";
                case Entrant.CEILING -> "a native program";
                default -> name;
            };
        }

        /** {@return which setting the best one was; empty for another rival} */
        String setting() {
            return isSetting() ? name.substring(SETTING.length()) : "";
        }

        String figure() {
            return figure(times.median());
        }

        @Override
        public String toString() {
            return figure() + " " + (isSetting() ? rival() + " (" + setting() + ")" : rival()) + ", by round from "
                    + figure(times.lowest()) + " to " + figure(times.highest());
        }

        private static String figure(double times) {
            return String.format(Locale.ROOT, times < FEW ? "%.2f ×" : "%,.0f ×", times);
        }
    }

    static Comparison of(Outcome outcome) {
        List<Ratio> all = outcome.standings().stream()
                .filter(standing -> !standing.name().startsWith(Entrant.HEDDLE))
                .flatMap(standing -> ratio(outcome, standing).stream())
                .toList();
        // Which one is the best is known only afterwards: that favours the JDK.
        Optional<Ratio> best = all.stream().filter(Ratio::isSetting).min(Comparator.comparingDouble(Comparison::median));
        List<Ratio> ratios = all.stream()
                .filter(ratio -> !ratio.isSetting() || best.filter(ratio::equals).isPresent())
                .sorted(Comparator.comparing(ratio -> !ratio.isJdk()))
                .toList();
        return new Comparison(outcome.contest(), ratios);
    }

    /** {@return how far it is ahead of the first one} */
    double lead() {
        return median(ratios.getFirst());
    }

    private static double median(Ratio ratio) {
        return ratio.times().median();
    }

    private static Optional<Ratio> ratio(Outcome outcome, Standing standing) {
        Metric metric = outcome.contest().metric();
        return outcome.ratio(standing, metric)
                .map(median -> {
                    List<Double> rounds = outcome.ratios(standing, metric);
                    return rounds.isEmpty()
                            ? new Spread(median, median, median)
                            : new Spread(Collections.min(rounds), median, Collections.max(rounds));
                })
                .map(times -> metric.moreIsBetter() ? times : times.inverse())
                .map(times -> new Ratio(standing.name(), times));
    }
}
