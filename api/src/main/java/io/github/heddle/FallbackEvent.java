package io.github.heddle;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** From now on the thread pool reads what is not in memory. */
@Name("io.github.heddle.Fallback")
@Label("Fallback")
@Category("Heddle")
@Description("From now on files are read by the thread pool and not through io_uring")
@StackTrace(false)
final class FallbackEvent extends Event {

    @Label("Reason")
    @Nullable String reason;

    @Label("Remedy")
    @Description("What to do to get the ring, if anything can be done")
    @Nullable String remedy;
}
