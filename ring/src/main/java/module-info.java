import org.jspecify.annotations.NullMarked;

/**
 * The engine below {@code io.github.heddle}: slots, the submission queue, the reaper and the ring.
 *
 * <p>Nothing here is public API; the exports go to Heddle's own modules only.
 */
@NullMarked
@SuppressWarnings("module") // the modules exported to are compiled after this one
module io.github.heddle.ring {
    requires static org.jspecify;

    exports io.github.heddle.ring to
            io.github.heddle;
    exports io.github.heddle.ring.kernel to
            io.github.heddle;
}
