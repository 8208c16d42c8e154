package io.github.heddle.ring;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** Prints why a test was skipped: Surefire counts skipped tests, and hides the reason in its XML report. */
public final class SkipReason implements TestWatcher {
    @Override
    public void testAborted(ExtensionContext context, Throwable cause) {
        System.out.printf(
                "SKIPPED %s.%s: %s%n",
                context.getRequiredTestClass().getSimpleName(),
                context.getRequiredTestMethod().getName(),
                cause.getMessage());
    }
}
