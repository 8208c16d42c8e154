package io.github.heddle;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestWatcher;
import org.opentest4j.TestAbortedException;

/**
 * Prints why a test was skipped, and at the end of them all how many were: Surefire counts skipped tests, and hides the
 * reason in its XML report.
 */
final class SkipReason implements BeforeAllCallback, LifecycleMethodExecutionExceptionHandler, TestWatcher {

    /** Closed by JUnit when its last test is over. */
    private static final class Summary implements AutoCloseable {

        private final List<String> skipped = new CopyOnWriteArrayList<>();

        @Override
        public void close() {
            System.out.printf("skipped: %d%n", skipped.size());
            skipped.forEach(test -> System.out.println("  " + test));
        }
    }

    private static Summary summary(ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(SkipReason.class))
                .getOrComputeIfAbsent(Summary.class, key -> new Summary(), Summary.class);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        summary(context);
    }

    @Override
    public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable cause) throws Throwable {
        if (cause instanceof TestAbortedException) {
            tell(context, "all tests", cause);
        }
        throw cause;
    }

    @Override
    public void testAborted(ExtensionContext context, Throwable cause) {
        tell(context, context.getRequiredTestMethod().getName(), cause);
    }

    private static void tell(ExtensionContext context, String what, Throwable cause) {
        String skipped = "%s.%s: %s".formatted(context.getRequiredTestClass().getSimpleName(), what, cause.getMessage());
        System.out.println("SKIPPED " + skipped);
        summary(context).skipped.add(skipped);
    }
}
