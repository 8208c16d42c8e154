package io.github.heddle;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import org.jspecify.annotations.Nullable;

/** An open ring broke; a {@link FallbackEvent} follows. Its stack is that of the first caller who was told. */
@Name("io.github.heddle.RingFailure")
@Label("Ring Failure")
@Category("Heddle")
@Description("A ring that was open broke: its reaper died")
final class RingFailureEvent extends Event {

    @Label("Cause")
    @Nullable String cause;
}
