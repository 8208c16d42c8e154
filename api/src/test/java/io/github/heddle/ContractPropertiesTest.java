package io.github.heddle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** The contract for files, paths and parts that nobody has thought of. Each try is a case on every setup. */
class ContractPropertiesTest {

    private static final int MIB = 1 << 20;

    private static final List<FileRing> RINGS = new ArrayList<>();
    private static final List<Differential> CHECKS = new ArrayList<>();
    private static Path directory = Path.of("");
    private static int files;

    @BeforeContainer
    static void open() throws Exception {
        directory = Files.createTempDirectory("heddle-properties");
        for (Setup setup : Setup.values()) {
            if (DifferentialProcess.isAvailable(setup)) {
                FileRing ring = setup.open();
                RINGS.add(ring);
                CHECKS.add(new Differential(setup, ring));
            }
        }
        makeTree(Files.createDirectory(directory.resolve("tree")));
    }

    @AfterContainer
    static void close() throws Exception {
        RINGS.forEach(FileRing::close);
        Tools.deleteTree(directory);
        Tally.tell();
    }

    private static void makeTree(Path tree) throws Exception {
        Files.createDirectories(tree.resolve("a/b"));
        Files.write(tree.resolve("file"), ContractSuite.bytes(1000));
        Files.write(tree.resolve("a/file"), ContractSuite.bytes(70_000));
        Files.write(tree.resolve("a/b/file"), ContractSuite.bytes(10));
        Files.createSymbolicLink(tree.resolve("link"), Path.of("a/b"));
        Files.createSymbolicLink(tree.resolve("a/link"), Path.of("../a/file"));
        Files.createSymbolicLink(tree.resolve("a/b/link"), tree.resolve("a"));
        Files.createSymbolicLink(tree.resolve("loop"), Path.of("./loop"));
        Files.createSymbolicLink(tree.resolve("dangling"), Path.of("nowhere"));
        Files.createSymbolicLink(tree.resolve("shm"), Path.of("/dev/shm"));
        Files.createSymbolicLink(tree.resolve("proc"), Path.of("/proc/self"));
    }

    private static Path newFile(byte[] content) throws Exception {
        return Files.write(directory.resolve("file-" + files++), content);
    }

    @Property(tries = 60)
    void fileOfAnySize_isReadByteForByte(@ForAll @IntRange(max = 2 * MIB) int size) throws Exception {
        Path file = newFile(ContractSuite.bytes(size));
        for (Differential check : CHECKS) {
            check.same(file);
        }
        Files.delete(file);
    }

    @Property(tries = 80)
    void anyPartOfAFile_isReadByteForByte(
            @ForAll @IntRange(max = 700_000) int size,
            @ForAll @LongRange(max = 800_000) long offset,
            @ForAll @IntRange(max = 800_000) int length)
            throws Exception {
        Path file = newFile(ContractSuite.bytes(size));
        for (Differential check : CHECKS) {
            check.same(file, offset, length);
        }
        Files.delete(file);
    }

    @Property(tries = 50)
    void partAtAnyOffset_isReadByteForByte(@ForAll @LongRange(max = 1L << 61) long offset, @ForAll @IntRange int length)
            throws Exception {
        Path file = newFile(ContractSuite.bytes(100_000));
        for (Differential check : CHECKS) {
            check.same(file, offset, length);
        }
        Files.delete(file);
    }

    @Property(tries = 300)
    void pathOfAnySpelling_leadsWhereTheKernelSays(@ForAll("spellings") String spelling) throws Exception {
        Path path = directory.resolve("tree").resolve(spelling);
        for (Differential check : CHECKS) {
            check.same(path);
        }
    }

    @Provide
    Arbitrary<String> spellings() {
        return Arbitraries.of("a", "b", "file", "link", "loop", "dangling", "missing", ".", "..", "", "shm", "proc", "a/b", "tree")
                .list()
                .ofMaxSize(8)
                .map(parts -> String.join("/", parts));
    }

    @Property(tries = 100)
    void fileOfAnyName_isReadAndMissed(@ForAll("names") String name) throws Exception {
        Path parent = Files.createDirectory(directory.resolve("names-" + files++));
        Path path = parent.resolve(name);
        for (Differential check : CHECKS) {
            check.same(path);
        }
        if (name.getBytes(StandardCharsets.UTF_8).length <= 255) {
            Files.writeString(path, name);
            for (Differential check : CHECKS) {
                check.same(path);
            }
            Files.delete(path);
        }
        Files.delete(parent);
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings()
                .all()
                .excludeChars('/', '\0')
                .ofMinLength(1)
                .ofMaxLength(150)
                .filter(name -> !name.matches("\\.{1,2}") && StandardCharsets.UTF_8.newEncoder().canEncode(name));
    }

    @Property(tries = 20)
    void pipeWrittenInAnyPieces_isReadToItsEnd(@ForAll @Size(min = 1, max = 12) List<@IntRange(min = 1, max = 90_000) Integer> pieces)
            throws Exception {
        byte[] bytes = ContractSuite.bytes(pieces.stream().mapToInt(Integer::intValue).sum());
        for (Differential check : CHECKS) {
            check.sameEach("pieces of " + pieces, () -> {
                Path pipe = directory.resolve("pipe-" + files++);
                Tools.run("mkfifo", pipe.toString());
                Thread.ofPlatform().daemon().start(() -> write(pipe, bytes, pieces));
                return pipe;
            });
        }
    }

    private static void write(Path pipe, byte[] bytes, List<Integer> pieces) {
        try (OutputStream output = Files.newOutputStream(pipe)) {
            int written = 0;
            for (int piece : pieces) {
                output.write(bytes, written, piece);
                written += piece;
            }
        } catch (IOException e) {
            throw new AssertionError(e); // the reader's bytes are too few then
        }
    }

    /** One thing that somebody does to a file between two reads. */
    record Change(String kind, int at, int length) {

        void make(Path file, byte[] source) throws Exception {
            switch (kind) {
                case "write" -> Files.write(file, Arrays.copyOf(source, length));
                case "replace" -> {
                    Files.delete(file);
                    Files.write(file, Arrays.copyOfRange(source, at, at + length));
                }
                default -> {
                    try (RandomAccessFile writer = new RandomAccessFile(file.toFile(), "rw")) {
                        if (kind.equals("cut")) {
                            writer.setLength(at);
                        } else {
                            writer.seek(at);
                            writer.write(source, length, Math.min(length, 5000));
                        }
                    }
                }
            }
        }
    }

    @Property(tries = 15)
    void fileAfterAnyChanges_isReadAsItIsNow(@ForAll("changes") List<Change> changes) throws Exception {
        byte[] source = ContractSuite.bytes(600_000);
        Path file = newFile(Arrays.copyOf(source, 100_000));
        for (Change change : changes) {
            change.make(file, source);
            byte[] content = Files.readAllBytes(file);
            assertThat(content).hasSize((int) Files.size(file));
            for (Differential check : CHECKS) {
                check.same(file);
                check.same(file, change.at(), 10_000);
            }
        }
        Files.delete(file);
    }

    @Provide
    Arbitrary<List<Change>> changes() {
        return Combinators.combine(
                        Arbitraries.of("write", "replace", "cut", "overwrite"),
                        Arbitraries.integers().between(0, 300_000),
                        Arbitraries.integers().between(0, 300_000))
                .as(Change::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(6);
    }
}
