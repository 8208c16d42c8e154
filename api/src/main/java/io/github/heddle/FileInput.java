package io.github.heddle;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The stream of {@link FilesMirror#newInputStream}: what {@link java.nio.file.Files#newInputStream} gives, and it reads
 * ahead.
 *
 * <p>What it has read ahead may be older than the file is by now, as under a {@link java.io.BufferedInputStream}. The end
 * is not remembered: who reads there asks again, and gets what has been appended since. A skip to anywhere but the bytes
 * read ahead throws them away. A failure to read ahead is nobody's until those bytes are asked for. And of a file without
 * offsets only what is asked for is taken, because the rest of a pipe belongs to whoever reads it next.
 *
 * <p>Closing does not wait for a read: the closed file ends it.
 */
final class FileInput extends InputStream {

    /** A short file costs a short buffer; who reads on gets larger ones. */
    private static final int FIRST = 8 << 10;

    private static final int GROWTH = 4;
    private static final int LARGEST = 512 << 10;

    /** From here on a copy costs more than a call, so the bytes go straight to the caller's array. */
    private static final int STRAIGHT = 64 << 10;

    private static final byte[] NOTHING = {};

    private final RingFile file;
    private final boolean seekable;
    private volatile boolean closed;

    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock. Read ahead are the bytes from next to end; they lie in the file right before fileOffset.
    private byte[] ahead = NOTHING;
    private int next;
    private int end;
    private long fileOffset;

    /** How much to read ahead the next time. Guarded by the lock. */
    private int step = FIRST;

    FileInput(RingFile file, boolean seekable) {
        this.file = file;
        this.seekable = seekable;
    }

    @Override
    public int read() throws IOException {
        lock.lock();
        try {
            requireOpen();
            return next < end || readAhead(1) ? ahead[next++] & 0xff : -1;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int read(byte[] to, int from, int length) throws IOException {
        Objects.checkFromIndexSize(from, length, to.length);
        if (length == 0) {
            return 0;
        }
        lock.lock();
        try {
            requireOpen();
            int count = take(to, from, length);
            // Of an ordinary file fewer bytes than asked for are read only at its end.
            if (count < length && (count == 0 || seekable)) {
                try {
                    count += readMore(to, from + count, length - count);
                } catch (IOException e) {
                    if (count == 0) {
                        throw e;
                    }
                }
            }
            return count == 0 ? -1 : count;
        } finally {
            lock.unlock();
        }
    }

    /** Takes of what has been read ahead. {@return how many bytes} */
    private int take(byte[] to, int from, int length) {
        int count = Math.min(end - next, length);
        System.arraycopy(ahead, next, to, from, count);
        next += count;
        return count;
    }

    /** Reads what has not been read ahead. {@return how many bytes, 0 at the end} */
    private int readMore(byte[] to, int from, int length) throws IOException {
        if (!seekable || length >= Math.min(step, STRAIGHT)) {
            return readFile(to, from, length);
        }
        return readAhead(length) ? take(to, from, length) : 0;
    }

    /** With nothing read ahead. {@return whether there is something now} */
    private boolean readAhead(int wanted) throws IOException {
        int length = seekable ? step : wanted;
        if (ahead.length < length) {
            ahead = new byte[length];
        }
        next = 0;
        end = 0;
        try {
            end = readFile(ahead, 0, length);
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            if (length == wanted) {
                throw e;
            }
            end = readFile(ahead, 0, wanted);
        }
        return end > 0;
    }

    private int readFile(byte[] to, int from, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(to, from, length);
        long offset = fileOffset;
        int count = file.useToRead((open, patience) ->
                seekable ? open.read(buffer, offset, patience) : open.readNext(buffer, patience));
        step = count == length ? Math.min(step * GROWTH, LARGEST) : FIRST;
        fileOffset += Math.max(0, count);
        return Math.max(0, count);
    }

    @Override
    public byte[] readAllBytes() throws IOException {
        lock.lock();
        try {
            requireOpen();
            long size = seekable ? file.size() : 0;
            long left = size - position();
            if (left <= 0) {
                return super.readAllBytes();
            }
            if (left > Integer.MAX_VALUE) {
                throw new OutOfMemoryError(
                        "Required array size too large: %d = %d - %d".formatted(left, size, position()));
            }
            return readAllBytes(new byte[(int) left]);
        } finally {
            lock.unlock();
        }
    }

    private byte[] readAllBytes(byte[] array) throws IOException {
        byte[] bytes = array;
        byte[] more = new byte[1];
        int filled = readNBytes(bytes, 0, bytes.length);
        while (filled == bytes.length && (next < end ? take(more, 0, 1) : readFile(more, 0, 1)) == 1) {
            // It has grown meanwhile.
            if (filled == WholeRead.MAX_ARRAY) {
                throw new OutOfMemoryError("Required array size too large");
            }
            bytes = Arrays.copyOf(bytes, Math.clamp(2L * filled, FIRST, WholeRead.MAX_ARRAY));
            bytes[filled++] = more[0];
            filled += readNBytes(bytes, filled, bytes.length - filled);
        }
        return filled == bytes.length ? bytes : Arrays.copyOf(bytes, filled);
    }

    @Override
    public byte[] readNBytes(int length) throws IOException {
        if (length <= 0) {
            return super.readNBytes(length);
        }
        lock.lock();
        try {
            requireOpen();
            long left = seekable ? file.size() - position() : 0;
            if (left <= 0) {
                return super.readNBytes(length);
            }
            byte[] bytes = new byte[(int) Math.min(length, left)];
            int filled = readNBytes(bytes, 0, bytes.length);
            return filled == bytes.length ? bytes : Arrays.copyOf(bytes, filled);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long transferTo(OutputStream out) throws IOException {
        Objects.requireNonNull(out, "out");
        byte[] chunk = new byte[FIRST];
        long total = 0;
        int count;
        while ((count = read(chunk, 0, chunk.length)) >= 0) {
            out.write(chunk, 0, count);
            total += count;
            if (count == chunk.length && count < LARGEST) {
                chunk = new byte[Math.min(count * GROWTH, LARGEST)];
            }
        }
        return total;
    }

    /** Moves as the JDK does: never beyond the end, and backwards by a negative number. */
    @Override
    public long skip(long n) throws IOException {
        lock.lock();
        try {
            requireOpen();
            if (!seekable) {
                return super.skip(n);
            }
            if (n > 0 && n <= end - next) {
                next += (int) n;
                return n;
            }
            long size = n > 0 ? file.size() : 0;
            if (n > 0 && size == 0) {
                // So do those say that the kernel makes up when they are read, and devices.
                long skipped = super.skip(n);
                if (skipped > 0) {
                    return skipped;
                }
            }
            long from = position();
            long to = n <= 0 ? Math.max(from + n, 0) : n <= size - from ? from + n : size;
            if (to != from) {
                next = 0;
                end = 0;
                fileOffset = to;
                step = FIRST;
            }
            return to - from;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int available() throws IOException {
        lock.lock();
        try {
            requireOpen();
            return seekable ? Math.clamp(file.size() - position(), end - next, Integer.MAX_VALUE) : 0;
        } finally {
            lock.unlock();
        }
    }

    /** Of what the caller reads next. */
    private long position() {
        return fileOffset - (end - next);
    }

    private void requireOpen() throws ClosedChannelException {
        if (closed) {
            throw new ClosedChannelException();
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        file.close();
    }
}
