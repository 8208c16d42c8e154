package io.github.heddle.stress;

import java.nio.file.NoSuchFileException;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** One opening of a file, and all that is read by it: it has to be of one version, of those that were there then. */
final class Sighting {

    private final Truth truth;
    private final SoakFile file;
    private final int oldest;

    /** The versions that it can still be, counted from the oldest; none as long as it may not be open yet. */
    private final BitSet versions = new BitSet();

    private boolean opened;

    Sighting(Truth truth, SoakFile file) {
        this.truth = truth;
        this.file = file;
        oldest = file.oldest();
    }

    /** From here on the version stays. */
    synchronized void opened() {
        if (!opened) {
            opened = true;
            versions.set(0, file.newest() - oldest + 1);
        }
    }

    /** {@return the size of the newest version that it can be} For who wants offsets that make sense. */
    int likelySize() {
        return Math.max(0, truth.size(file.number, oldest));
    }

    boolean mayBeMissing(NoSuchFileException e) {
        opened();
        return versions.stream().anyMatch(version -> truth.size(file.number, oldest + version) < 0);
    }

    /**
     * {@return what is wrong; null if nothing is}
     *
     * @param wanted how many bytes were asked for
     */
    synchronized @Nullable String wrong(byte[] bytes, long offset, long wanted) {
        opened();
        BitSet before = (BitSet) versions.clone();
        for (int version = versions.nextSetBit(0); version >= 0; version = versions.nextSetBit(version + 1)) {
            long size = truth.size(file.number, oldest + version);
            boolean matches = size >= 0
                    && bytes.length == Math.clamp(size - offset, 0, wanted)
                    && truth.firstWrong(bytes, file.number, oldest + version, offset) < 0;
            if (!matches) {
                versions.clear(version);
            }
        }
        return versions.isEmpty() ? describe(bytes, offset, wanted, before) : null;
    }

    private String describe(byte[] bytes, long offset, long wanted, BitSet before) {
        StringBuilder text = new StringBuilder("%s (file %d): %d of %d bytes from offset %d are of no version that it can be"
                .formatted(file.path, file.number, bytes.length, wanted, offset));
        before.stream().limit(4).forEach(version -> {
            int number = oldest + version;
            int wrong = truth.firstWrong(bytes, file.number, number, offset);
            text.append("; version %d has %d bytes".formatted(number, truth.size(file.number, number)));
            if (wrong >= 0) {
                text.append(", and at offset %d it is %d and not %d"
                        .formatted(offset + wrong, truth.at(file.number, number, offset + wrong), bytes[wrong]));
            }
        });
        return text.append("; seed ").append(truth.seed()).toString();
    }
}
