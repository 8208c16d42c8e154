package io.github.heddle.demo.bench;

import java.io.IOException;

/** One that reads in turns with others. */
interface Rival extends AutoCloseable {

    /** Gets ready for a turn; nothing of it is timed. */
    void prepare(Job job) throws IOException;

    /** Does what it is ready for. */
    Answer go() throws IOException;

    @Override
    void close();

    /** Which rival, and how to start it. Equal kinds share a process. */
    interface Kind {
        Rival start(Workshop workshop) throws IOException, InterruptedException;
    }

    /** It cannot take part here; the message says why. */
    final class Unavailable extends IOException {
        @java.io.Serial
        private static final long serialVersionUID = 1;

        Unavailable(String reason) {
            super(reason);
        }
    }
}
