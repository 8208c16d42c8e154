package io.github.heddle;

import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Threshold;

/**
 * A read, from its call to its answer.
 *
 * <p>As {@code jdk.FileRead}, it is on in every recording and tells slow reads only: a recording that runs all the time
 * must bear a program that makes a hundred thousand reads a second. The threshold is above what a local disk takes, so
 * what is told has stood in line or met a device that is slow. Their number has no limit by default, because a recorder
 * that throttles can drop a single event, which is then the one that is looked for.
 */
@Name("io.github.heddle.FileRead")
@Label("File Read")
@Description("A read of a file, of a part or of ranges of it. Slow ones only, unless the threshold is set to 0")
@Threshold("20 ms")
final class FileReadEvent extends FileEvent {

    /** Has no say but whether the event is on: that is a field's value away, and a new event would be garbage. */
    static final FileReadEvent PROTOTYPE = new FileReadEvent();

    @Label("Bytes Read")
    @Description("What the caller got")
    @DataAmount
    long bytesRead;
}
