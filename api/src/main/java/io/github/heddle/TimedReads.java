package io.github.heddle;

import io.github.heddle.ring.Patience;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The reads of a ring, each with a deadline of its own. */
final class TimedReads implements FileReads {

    private final FileRing ring;
    private final Duration time;

    TimedReads(FileRing ring, Duration time) {
        this.ring = ring;
        this.time = time;
    }

    private Patience patience() {
        return Patience.ENDLESS.within(time);
    }

    @Override
    public byte[] read(Path path) throws IOException {
        return ring.read(path, Extent.WHOLE, patience());
    }

    @Override
    public byte[] read(Path path, long offset, int length) throws IOException {
        return ring.read(path, Extent.of(offset, length), patience());
    }

    @Override
    public List<byte[]> readRanges(Path path, List<Range> ranges) throws IOException {
        return ring.readRanges(path, ranges, patience());
    }

    @Override
    public MemorySegment read(Path path, Arena arena) throws IOException {
        return ring.read(path, arena, patience());
    }

    @Override
    public long read(Path path, long offset, MemorySegment to) throws IOException {
        return ring.read(path, offset, to, patience());
    }
}
