package io.github.heddle.ring;

/** Wakes the reaper out of the kernel. The one thing that any thread may do to it. */
public interface Bell extends AutoCloseable {

    /** Makes the ring's bell read complete, now or when it is next prepared. Never blocks. */
    void strike();

    /** Called when nobody strikes any more. */
    @Override
    void close();
}
