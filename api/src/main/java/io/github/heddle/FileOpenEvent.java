package io.github.heddle;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Threshold;

/** The opening of a file that stays open: a {@link RingFile}, a stream, a channel. As slow as {@link FileReadEvent}. */
@Name("io.github.heddle.FileOpen")
@Label("File Open")
@Description("An opening of a file for many reads. Slow ones only, unless the threshold is set to 0")
@Threshold("20 ms")
final class FileOpenEvent extends FileEvent {

    static final FileOpenEvent PROTOTYPE = new FileOpenEvent();
}
