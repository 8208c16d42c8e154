package io.github.heddle.demo;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Standard output, buffered, whose failures are told from those of the files read. */
final class Lines extends BufferedOutputStream {
    Lines(OutputStream stdout) {
        super(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                try {
                    stdout.write(bytes, offset, length);
                } catch (IOException problem) {
                    throw new OutputException(problem);
                }
            }

            @Override
            public void flush() throws IOException {
                try {
                    stdout.flush();
                } catch (IOException problem) {
                    throw new OutputException(problem);
                }
            }
        });
    }
}
