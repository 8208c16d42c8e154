package io.github.heddle;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** A ring has opened, with io_uring or without. */
@Name("io.github.heddle.RingStart")
@Label("Ring Start")
@Category("Heddle")
@Description("A FileRing is open, and it is known how it reads")
@StackTrace(false)
final class RingStartEvent extends Event {

    @Label("Engine")
    @Nullable String engine;

    @Label("Rings")
    @Description("How many io_urings share the callers; 0 where files are read by the thread pool")
    int rings;

    @Label("Details")
    @Description("Kernel, library, ring flags, limits")
    @Nullable String details;

    @Label("Opening Time")
    @Description("How long it took, in the background unless only io_uring was wanted")
    @Timespan(Timespan.NANOSECONDS)
    long openingTime;
}
