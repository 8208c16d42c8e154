package io.github.heddle;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;

/**
 * Another read that is under way on a ring, for as long as it takes: of a pipe to which nobody writes. A ring does more
 * for a read that is not alone, such as to look its path up first.
 */
final class Neighbour implements Closeable {

    private final Fifo fifo;
    private final FutureTask<byte[]> reading;

    private Neighbour(Fifo fifo, FutureTask<byte[]> reading) {
        this.fifo = fifo;
        this.reading = reading;
    }

    /** {@return one that has reached the ring} */
    static Neighbour on(FileRing ring, Path directory) throws Exception {
        Fifo fifo = Fifo.make(directory.resolve("neighbour"));
        FutureTask<byte[]> reading = new FutureTask<>(() -> ring.read(fifo.path()));
        Thread.ofVirtual().start(reading);
        while (ring.statistics().inFlight() == 0) {
            Thread.onSpinWait();
        }
        return new Neighbour(fifo, reading);
    }

    @Override
    public void close() throws IOException {
        fifo.letGoUntil(reading::isDone);
    }
}
