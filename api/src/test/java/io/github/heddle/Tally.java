package io.github.heddle;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Counts the cases of the contract that have been compared, and tells their number when all tests have run. */
final class Tally implements BeforeAllCallback {

    private static final Map<Setup, Integer> CASES = new ConcurrentSkipListMap<>();

    static void count(Setup setup) {
        CASES.merge(setup, 1, Integer::sum);
    }

    /** Tells how many there are by now. Each engine of the JUnit platform ends by itself, so the last line counts. */
    static void tell() {
        System.out.println(CASES.entrySet().stream()
                .map(entry -> entry.getValue() + " cases on " + entry.getKey())
                .collect(Collectors.joining(", ", "contract: ", "")));
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        // What lies in the root's store is closed after the last class.
        context.getRoot()
                .getStore(ExtensionContext.Namespace.create(Tally.class))
                .getOrComputeIfAbsent("end", key -> (AutoCloseable) Tally::tell);
    }
}
