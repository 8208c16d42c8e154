package io.github.heddle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;

/**
 * Asks the running JDK and a ring the same, each on a virtual thread, and holds the one's answer against the other's: the
 * same bytes, or a failure of the same class with the same message.
 *
 * <p>Each call is one case and is counted, however often the ring is asked for it. A ring that may answer from the page
 * cache is asked again: for what is warm by then, and for a file whose own pages have been dropped.
 */
final class Differential {

    /** Types of file systems that hold their files on a disk, so that a file can be made cold. */
    private static final Set<String> ON_DISK = Set.of("ext4", "xfs", "btrfs", "overlay");

    private static final int PIECE = 64 << 10;

    private final Setup setup;
    private final FileRing ring;

    Differential(Setup setup, FileRing ring) {
        this.setup = setup;
        this.ring = ring;
    }

    /** One of the two sides. */
    @FunctionalInterface
    interface Reader {
        byte[] read(Path path) throws IOException;
    }

    /** Makes what only one reader can read, like a pipe. */
    @FunctionalInterface
    interface Maker {
        Path make() throws Exception;
    }

    /** What is true of each answer where no two need to be alike. */
    @FunctionalInterface
    interface Claim {
        void check(Reader reader) throws Exception;
    }

    /** The whole file. */
    void same(Path path) throws Exception {
        same(path, UnaryOperator.identity());
    }

    /** Of a file that changes from one read to the next, what does not change. */
    void same(Path path, UnaryOperator<byte[]> stable) throws Exception {
        compare(path, () -> Files.readAllBytes(path), () -> ring.read(path), stable, "whole");
    }

    /** A part of the file. */
    void same(Path path, long offset, int length) throws Exception {
        compare(
                path,
                () -> range(path, offset, length),
                () -> ring.read(path, offset, length),
                UnaryOperator.identity(),
                length + " bytes at " + offset);
    }

    private void compare(
            Path path, Callable<byte[]> jdk, Callable<byte[]> heddle, UnaryOperator<byte[]> stable, String what)
            throws Exception {
        Outcome expected = Outcome.of(jdk).with(stable);
        assertSame(Outcome.of(heddle).with(stable), expected, path, what);
        if (setup.isCached()) {
            assertSame(Outcome.of(heddle).with(stable), expected, path, what + ", warm");
            if (canBeMadeCold(path)) {
                Tools.dropPages(path);
                assertSame(Outcome.of(heddle).with(stable), expected, path, what + ", cold");
            }
        }
        Tally.count(setup);
    }

    /** What each reader needs an own one of. */
    void sameEach(String what, Maker maker) throws Exception {
        Path first = maker.make();
        Outcome expected = Outcome.of(() -> Files.readAllBytes(first));
        for (int i = 0; i < (setup.isCached() ? 2 : 1); i++) {
            Path path = maker.make();
            assertSame(Outcome.of(() -> ring.read(path)), expected, path, what);
        }
        Tally.count(setup);
    }

    /** What happens meanwhile makes each answer another one, and yet both readers' have to be right. */
    void bothHold(Claim claim) throws Exception {
        claim.check(Files::readAllBytes);
        claim.check(ring::read);
        Tally.count(setup);
    }

    /** What is meant to differ from the JDK, with the answer that is right. */
    void differs(Path path, byte[] answer) throws Exception {
        differs(() -> ring.read(path), answer);
    }

    /** As well, with any read. */
    void differs(Callable<byte[]> read, byte[] answer) throws Exception {
        for (int i = 0; i < (setup.isCached() ? 2 : 1); i++) {
            assertThat(Outcome.of(read).bytes()).as("on %s", setup).isEqualTo(answer);
        }
        Tally.count(setup);
    }

    private void assertSame(Outcome actual, Outcome expected, Path path, String what) {
        assertThat(actual).as("%s (%s) on %s", path, what, setup).isEqualTo(expected);
    }

    /** Only what the tests have made, and only as root, who may write all of it. */
    private static boolean canBeMadeCold(Path path) throws IOException {
        if (!Tools.isRoot() || !path.getFileSystem().equals(FileSystems.getDefault()) || path.toString().contains("\uFFFD")
                || !Files.isRegularFile(path) || !path.toRealPath().startsWith(System.getProperty("java.io.tmpdir"))) {
            return false;
        }
        return ON_DISK.contains(Files.getFileStore(path).type()) && Files.isWritable(path);
    }

    /** What the JDK has in place of {@link FileRing#read(Path, long, int)}. */
    static byte[] range(Path path, long offset, int length) throws IOException {
        try (FileChannel channel = FileChannel.open(path)) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ByteBuffer piece;
            do {
                piece = ByteBuffer.allocate(Math.min(PIECE, length - bytes.size()));
                channel.read(piece, offset + bytes.size());
                bytes.write(piece.array(), 0, piece.position());
            } while (piece.position() > 0 && bytes.size() < length);
            return bytes.toByteArray();
        }
    }
}
