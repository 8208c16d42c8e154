package io.github.heddle.demo.server;

import java.io.IOException;
import java.io.OutputStream;

/** The way to the client: what goes there is counted, and is given up when the client takes nothing for long. */
final class Sending extends OutputStream {
    private final OutputStream out;
    private final Traffic traffic;
    private final StallWatch stalls;

    Sending(OutputStream out, Traffic traffic, StallWatch stalls) {
        this.out = out;
        this.traffic = traffic;
        this.stalls = stalls;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try (var _ = stalls.begin()) {
            out.write(bytes, offset, length);
        }
        traffic.sent(length);
    }

    @Override
    public void flush() throws IOException {
        try (var _ = stalls.begin()) {
            out.flush();
        }
    }

    @Override
    public void close() throws IOException {
        flush();
        out.close();
    }
}
