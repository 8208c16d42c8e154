package io.github.heddle.ring;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A descriptor of the process that the ring reads by. It is closed when its owner and every request have let go of it.
 *
 * <p>The kernel looks a descriptor's number up when it carries a request out, which may be after the caller has given
 * up. Closed before that, the number could by then be another file's, or a socket's, whose bytes the request would take.
 */
public final class Descriptor {

    private final int number;
    private final IntConsumer closer;
    private final @Nullable Object what;
    private final AtomicInteger holders = new AtomicInteger(1);

    /** Its owner is the first to hold it. */
    public Descriptor(int number, IntConsumer closer) {
        this(number, closer, null);
    }

    /** @param what is open, for {@link UnderWay}; immutable */
    public Descriptor(int number, IntConsumer closer, @Nullable Object what) {
        this.number = number;
        this.closer = closer;
        this.what = what;
    }

    public int number() {
        return number;
    }

    @Nullable Object what() {
        return what;
    }

    /** One more holder. By who knows that there is another one. */
    void hold() {
        holders.incrementAndGet();
    }

    /** One more holder, if there is still one: else the number may be another file's by now. */
    public boolean tryHold() {
        return holders.getAndUpdate(count -> count == 0 ? 0 : count + 1) != 0;
    }

    public void letGo() {
        if (holders.decrementAndGet() == 0) {
            closer.accept(number);
        }
    }
}
