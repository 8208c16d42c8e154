package io.github.heddle;

import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The management console, which is told of a ring where that is asked for.
 *
 * <p>It is not the default: to load the classes takes a fresh JVM longer than its first read may. So who asks waits for
 * them, and finds the bean when the ring is open. A ring without its bean reads as well, so all that goes wrong is a
 * line in the log.
 */
final class Management {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private Management() {}

    /** A bean that a ring has, until it is closed. */
    interface Registered {
        void unregister();
    }

    /** {@return a name for a ring that has none} */
    static String nextName() {
        return String.valueOf(COUNT.incrementAndGet());
    }

    /** {@return null if it cannot be registered, which is told} */
    static @Nullable Registered register(FileRing ring, String name) {
        Module management = ModuleLayer.boot().findModule("java.management").orElse(null);
        if (management == null || !Management.class.getModule().canRead(management)) {
            Log.LOG.log(Level.WARNING, "A FileRing has no JMX bean: the module java.management is missing."
                    + " Remedy: --add-modules java.management, at jlink or at java");
            return null;
        }
        try {
            return RingBean.register(ring, name);
        } catch (Exception e) {
            Log.LOG.log(Level.WARNING, "A FileRing has no JMX bean named \"" + name + "\"", e);
            return null;
        }
    }
}
