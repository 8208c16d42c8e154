package io.github.heddle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.heddle.ring.Part;
import io.github.heddle.ring.Patience;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a stream asks of its file, for what its caller asks of it. */
class ReadAheadTest {

    private static final int MIB = 1 << 20;

    /** Keeps what it was asked for. It is open until it is closed by a test that looks at it. */
    private static final class AskedFile implements OpenFile {

        private final long size;
        private final boolean seekable;
        private final List<Integer> lengths = new ArrayList<>();
        private long failsFrom = Long.MAX_VALUE;
        private long stands;

        AskedFile(long size, boolean seekable) {
            this.size = size;
            this.seekable = seekable;
        }

        FileInput stream() {
            return new FileInput(new RingFile(this, Path.of("asked"), 0), seekable);
        }

        @Override
        public boolean isSeekable() {
            return seekable;
        }

        @Override
        public long size(Patience patience) {
            return size;
        }

        @Override
        public int read(ByteBuffer to, long offset, Patience patience) throws IOException {
            lengths.add(to.remaining());
            if (offset + to.remaining() > failsFrom) {
                throw new IOException("for the test");
            }
            int count = (int) Math.min(to.remaining(), size - offset);
            for (int i = 0; i < count; i++) {
                to.put((byte) (offset + i));
            }
            return count <= 0 ? -1 : count;
        }

        @Override
        public int readNext(ByteBuffer to, Patience patience) throws IOException {
            int count = read(to, stands, patience);
            stands += count;
            return count;
        }

        @Override
        public int[] readAll(List<Part> parts, Patience patience) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }

    @Test
    void shortFile_costsAShortRead() throws IOException {
        AskedFile file = new AskedFile(100, true);
        try (InputStream in = file.stream()) {
            assertThat(in.read()).isZero();
            assertThat(in.read(new byte[200])).isEqualTo(99);
        }
        assertThat(file.lengths.getFirst()).isEqualTo(8192);
    }

    @Test
    void fileThatIsReadOn_isReadAheadMoreAndMoreUpToAnEnd() throws IOException {
        AskedFile file = new AskedFile(8 * MIB, true);
        try (InputStream in = file.stream()) {
            for (int i = 0; i < 8 * MIB; i++) {
                if (in.read() != (i & 0xff)) {
                    throw new AssertionError("byte " + i);
                }
            }
        }
        assertThat(file.lengths).startsWith(8192, 32_768, 131_072, 524_288, 524_288).hasSizeLessThan(25);
        assertThat(file.lengths).allMatch(length -> length <= 524_288);
    }

    @Test
    void largeReads_goStraightToTheCaller() throws IOException {
        AskedFile file = new AskedFile(8 * MIB, true);
        try (InputStream in = file.stream()) {
            byte[] array = new byte[65_536];
            while (in.read(array) == array.length) {}
        }
        assertThat(file.lengths).hasSize(129).containsOnly(65_536);
    }

    @Test
    void wholeFile_isReadIntoOneArray() throws IOException {
        AskedFile file = new AskedFile(8 * MIB, true);
        try (InputStream in = file.stream()) {
            assertThat(in.readAllBytes()).hasSize(8 * MIB);
        }
        assertThat(file.lengths).containsExactly(8 * MIB, 1);
    }

    @Test
    void transfer_isBoundedInMemory() throws IOException {
        AskedFile file = new AskedFile(64L * MIB, true);
        try (InputStream in = file.stream()) {
            assertThat(in.transferTo(OutputStream.nullOutputStream())).isEqualTo(64L * MIB);
        }
        assertThat(file.lengths).allMatch(length -> length <= 524_288).hasSizeLessThan(140);
    }

    @Test
    void skip_makesTheNextStepShort() throws IOException {
        AskedFile file = new AskedFile(8 * MIB, true);
        try (InputStream in = file.stream()) {
            in.skipNBytes(1);
            for (int i = 0; i < 2 * MIB; i++) {
                assertThat(in.read()).isNotNegative();
            }
            for (long n : new long[] {-MIB, 3 * MIB}) {
                in.skip(n);
                in.read();
                assertThat(file.lengths.getLast()).isEqualTo(8192);
            }
        }
    }

    @Test
    void failureToReadAhead_waitsForWhoAsksForThoseBytes() throws IOException {
        AskedFile file = new AskedFile(MIB, true);
        file.failsFrom = 10_000;
        try (InputStream in = file.stream()) {
            assertThat(in.readNBytes(new byte[9000], 0, 9000)).isEqualTo(9000);
            for (int i = 9000; i < 10_000; i++) {
                assertThat(in.read()).isEqualTo(i & 0xff);
            }
            assertThatThrownBy(in::read).isInstanceOf(IOException.class).hasMessage("for the test");
            assertThatThrownBy(() -> in.read(new byte[10])).isInstanceOf(IOException.class).hasMessage("for the test");
        }
    }

    @Test
    void failureBehindBytesThatWereReadAhead_waitsForTheNextRead() throws IOException {
        AskedFile file = new AskedFile(MIB, true);
        file.failsFrom = 8192;
        try (InputStream in = file.stream()) {
            in.read();
            assertThat(in.read(new byte[100_000])).isEqualTo(8191);
            assertThatThrownBy(() -> in.read(new byte[100_000])).isInstanceOf(IOException.class).hasMessage("for the test");
        }
    }

    @Test
    void pipe_isAskedForWhatIsAskedForAndNoMore() throws IOException {
        AskedFile file = new AskedFile(1000, false);
        try (InputStream in = file.stream()) {
            in.read();
            in.read(new byte[10], 0, 5);
            in.skip(7);
            in.read(new byte[100_000]);
        }
        assertThat(file.lengths).containsExactly(1, 5, 7, 100_000);
    }
}
