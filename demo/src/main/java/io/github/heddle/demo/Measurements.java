package io.github.heddle.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The measurements of all rounds, of which medians are told. */
final class Measurements {
    private record Key(CacheState state, Contender contender) {}

    private final Map<Key, List<Measurement>> rounds = new LinkedHashMap<>();

    void add(CacheState state, Contender contender, Measurement measurement) {
        rounds.computeIfAbsent(new Key(state, contender), _ -> new ArrayList<>()).add(measurement);
    }

    double median(CacheState state, Contender contender, ToDoubleFunction<Measurement> value) {
        double[] values = rounds.getOrDefault(new Key(state, contender), List.of()).stream()
                .mapToDouble(value)
                .sorted()
                .toArray();
        if (values.length == 0) {
            throw new IllegalStateException("no " + state + " round of " + contender.name());
        }
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
