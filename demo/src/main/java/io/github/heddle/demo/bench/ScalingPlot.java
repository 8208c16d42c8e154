package io.github.heddle.demo.bench;

import java.util.ArrayList;
import java.util.List;

/** The medians of contests that differ in one quantity. */
final class ScalingPlot {
    private ScalingPlot() {}

    static String of(String row, List<Outcome> steps) {
        Contest first = steps.getFirst().contest();
        List<Chart.Curve> curves = new ArrayList<>();
        for (Standing standing : steps.getFirst().standings()) {
            curves.add(new Chart.Curve(standing.name(), points(standing.name(), steps), true));
        }
        List<Double> ticks =
                steps.stream().map(step -> step.contest().step().value()).toList();
        return new Chart(row, first.step().quantity(), first.metric().heading(), curves)
                .draw(Chart.acrossAt(ticks, value -> label(steps, value)), false);
    }

    private static List<Chart.Point> points(String rival, List<Outcome> steps) {
        List<Chart.Point> points = new ArrayList<>();
        for (Outcome step : steps) {
            step.standing(rival)
                    .map(standing -> standing.spread(step.contest().metric()).median())
                    .ifPresent(median -> points.add(new Chart.Point(step.contest().step().value(), median)));
        }
        return points;
    }

    private static String label(List<Outcome> steps, double value) {
        return steps.stream()
                .map(step -> step.contest().step())
                .filter(step -> step.value() == value)
                .map(Contest.Step::label)
                .findFirst()
                .orElse("");
    }
}
