package io.github.heddle.demo;

import java.util.List;
import java.util.Locale;

/** Amounts as a person reads them. */
public final class Quantity {
    private static final List<String> UNITS = List.of("kB", "MB", "GB", "TB", "PB", "EB");

    private Quantity() {}

    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    public static String bytes(long bytes) {
        double amount = bytes / 1000.0;
        int unit = 0;
        while (amount >= 1000 && unit < UNITS.size() - 1) {
            amount /= 1000;
            unit++;
        }
        return bytes < 1000
                ? count(bytes)
                : String.format(Locale.ROOT, "%,d (%.1f %s)", bytes, amount, UNITS.get(unit));
    }

    public static String milliseconds(long nanos) {
        return milliseconds((double) nanos);
    }

    public static String milliseconds(double nanos) {
        return String.format(Locale.ROOT, "%,.1f ms", nanos / 1e6);
    }
}
