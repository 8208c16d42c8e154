package io.github.heddle;

import io.github.heddle.ring.Waits;
import java.nio.file.Path;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** What the events of single files have in common. Nobody but {@link Events} may use an event's class. */
@Category("Heddle")
abstract class FileEvent extends Event {

    @Label("Path")
    @Nullable String path;

    @Label("Way")
    @Description("Where the bytes or the open file came from: memory, ring, pool; or JDK, where another file system than"
            + " the operating system's has the path. Of several ways, the slowest")
    @Nullable String way;

    @Label("Queue Time")
    @Description("How long it was in line for the kernel or for a thread of the pool")
    @Timespan(Timespan.NANOSECONDS)
    long queueTime;

    @Label("Device Time")
    @Description("How long the kernel or a thread of the pool was at work")
    @Timespan(Timespan.NANOSECONDS)
    long deviceTime;

    @Label("Failure")
    @Description("The exception that the caller got, if any")
    @Nullable String failure;

    final void tell(Path path, Waits waits, @Nullable Throwable failure) {
        this.path = path.toString();
        way = way(path, waits);
        queueTime = waits.inLineNanos();
        deviceTime = waits.servedNanos();
        this.failure = failure == null ? null : failure.toString();
    }

    private static String way(Path path, Waits waits) {
        if (waits.isPool()) {
            return "pool";
        }
        if (waits.isRing()) {
            return "ring";
        }
        return PathBytes.isOfPlatform(path) ? "memory" : "JDK";
    }
}
