package io.github.heddle.demo.bench;

import io.github.heddle.Backend;
import io.github.heddle.FileRing;
import io.github.heddle.Range;
import io.github.heddle.RingFiles;
import io.github.heddle.RingStatistics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Heddle with nothing but defaults. */
final class HeddleReads implements Reads {
    static final String MAPPED_BYTES = "ringMappedBytes";
    static final String RESIDENT_BYTES = "ringResidentBytes";

    private final MappedMemory shared;
    private volatile @Nullable FileRing ring;

    HeddleReads() throws IOException {
        shared = MappedMemory.by(RingFiles::backend);
    }

    @Override
    public byte[] whole(Path file) throws IOException {
        return RingFiles.readAllBytes(file);
    }

    @Override
    public List<byte[]> ranges(Path file, List<Range> ranges) throws IOException {
        return ring().readRanges(file, ranges);
    }

    @Override
    public Proof proof() {
        Proof proof = proof(RingFiles.backend(), RingFiles.statistics());
        FileRing own = ring;
        return own == null ? proof : proof.plus(proof(own.backend(), own.statistics()));
    }

    @Override
    public Map<String, Double> memory() throws IOException {
        return Map.of(
                MAPPED_BYTES, (double) shared.mappedBytes(),
                RESIDENT_BYTES, (double) shared.residentBytes());
    }

    @Override
    public void close() {
        FileRing own = ring;
        if (own != null) {
            own.close();
        }
    }

    /** Opened by the first who needs it, which is in an uncounted turn. */
    private FileRing ring() {
        FileRing own = ring;
        return own == null ? open() : own;
    }

    private synchronized FileRing open() {
        FileRing own = ring;
        if (own == null) {
            own = FileRing.open();
            ring = own;
        }
        return own;
    }

    private static Proof proof(Backend backend, RingStatistics statistics) {
        return new Proof(
                backend.kind().toString(),
                backend.isRing(),
                statistics.ringReads(),
                statistics.cachedReads(),
                statistics.fallbackReads());
    }
}
