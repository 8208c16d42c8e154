package io.github.heddle.demo.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Counts the calls that have not come back yet: on a disk that does not answer, they are all that can be seen. */
final class CountedReads implements FileReads {
    private final FileReads reads;
    private final Traffic traffic;

    CountedReads(FileReads reads, Traffic traffic) {
        this.reads = reads;
        this.traffic = traffic;
    }

    @Override
    public BasicFileAttributes readAttributes(Path file) throws IOException {
        try (var _ = traffic.read()) {
            return reads.readAttributes(file);
        }
    }

    @Override
    public Path toRealPath(Path file) throws IOException {
        try (var _ = traffic.read()) {
            return reads.toRealPath(file);
        }
    }

    @Override
    public byte[] readAllBytes(Path file) throws IOException {
        try (var _ = traffic.read()) {
            return reads.readAllBytes(file);
        }
    }

    @Override
    public SeekableByteChannel newByteChannel(Path file) throws IOException {
        try (var _ = traffic.read()) {
            return new Channel(reads.newByteChannel(file));
        }
    }

    private final class Channel implements SeekableByteChannel {
        private final SeekableByteChannel channel;

        Channel(SeekableByteChannel channel) {
            this.channel = channel;
        }

        @Override
        public int read(ByteBuffer to) throws IOException {
            try (var _ = traffic.read()) {
                return channel.read(to);
            }
        }

        @Override
        public int write(ByteBuffer from) throws IOException {
            return channel.write(from);
        }

        @Override
        public long position() throws IOException {
            return channel.position();
        }

        @Override
        public SeekableByteChannel position(long position) throws IOException {
            channel.position(position);
            return this;
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public SeekableByteChannel truncate(long size) throws IOException {
            channel.truncate(size);
            return this;
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
