import org.jspecify.annotations.NullMarked;

/**
 * Lets virtual threads read files with plain synchronous calls over io_uring.
 *
 * <p>{@link io.github.heddle.RingFiles} mirrors {@link java.nio.file.Files}; {@link
 * io.github.heddle.FileRing} is a ring with settings of its own. Run with {@code
 * --enable-native-access=io.github.heddle.ring} (or {@code ALL-UNNAMED} on the class path).
 */
@NullMarked
module io.github.heddle {
    requires io.github.heddle.ring;
    requires static java.management; // only for who asks for the ring's bean
    requires static jdk.jfr; // only while something is recorded
    requires static org.jspecify;

    exports io.github.heddle;
}
