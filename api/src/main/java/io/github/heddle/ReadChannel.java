package io.github.heddle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.spi.AbstractInterruptibleChannel;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The channel of {@link FilesMirror#newByteChannel}: it reads straight into the caller's buffers, and ahead of nothing.
 *
 * <p>An interrupt closes it, as it closes the JDK's, though a read of the file takes no notice of interrupts: {@link
 * #begin} has the interrupting thread close the channel, that closes the file, and the closed file ends the read. What
 * {@link #end} throws then tells why. Nothing of this needs the lock of the position, which a reader holds as long as it
 * reads.
 */
final class ReadChannel extends AbstractInterruptibleChannel implements SeekableByteChannel {

    private final RingFile file;
    private final boolean seekable;

    private final ReentrantLock positionLock = new ReentrantLock();

    /** Guarded by the lock. */
    private long position;

    ReadChannel(RingFile file, boolean seekable) {
        this.file = file;
        this.seekable = seekable;
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
        return use(true, (open, patience) -> {
            if (to.isReadOnly()) {
                throw new IllegalArgumentException("Read-only buffer");
            }
            if (!to.hasRemaining()) {
                return 0;
            }
            // Of a read that fails, the caller's buffer shows nothing.
            ByteBuffer rest = to.duplicate();
            int count = seekable ? open.read(rest, position, patience) : open.readNext(rest, patience);
            if (count > 0) {
                to.position(to.position() + count);
                position += count;
            }
            return count;
        });
    }

    @Override
    public long position() throws IOException {
        return use(false, (open, patience) -> {
            Failures.requireOffsets(open);
            return position;
        });
    }

    @Override
    public SeekableByteChannel position(long newPosition) throws IOException {
        requireOpen();
        if (newPosition < 0) {
            throw new IllegalArgumentException();
        }
        return use(false, (open, patience) -> {
            Failures.requireOffsets(open);
            position = newPosition;
            return this;
        });
    }

    @Override
    public long size() throws IOException {
        return use(false, OpenFile::size);
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        requireOpen();
        throw new NonWritableChannelException();
    }

    @Override
    public SeekableByteChannel truncate(long size) throws IOException {
        requireOpen();
        if (size < 0) {
            throw new IllegalArgumentException("Negative size");
        }
        throw new NonWritableChannelException();
    }

    private <T> T use(boolean reads, RingFile.Use<T> use) throws IOException {
        requireOpen();
        positionLock.lock();
        try {
            boolean completed = false;
            try {
                begin();
                T result = reads ? file.useToRead(use) : file.use(use);
                completed = true;
                return result;
            } finally {
                end(completed);
            }
        } finally {
            positionLock.unlock();
        }
    }

    private void requireOpen() throws ClosedChannelException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
    }

    @Override
    protected void implCloseChannel() throws IOException {
        file.close();
    }
}
