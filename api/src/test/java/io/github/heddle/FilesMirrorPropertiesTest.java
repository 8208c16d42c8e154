package io.github.heddle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever is done to a stream or a channel of a ring, and whatever text a file has, the JDK answers the same. */
class FilesMirrorPropertiesTest {

    private static final int LARGEST = 700_000;

    private static final List<FileRing> RINGS = new ArrayList<>();
    private static Path directory = Path.of("");

    @BeforeContainer
    static void open() throws Exception {
        directory = Files.createTempDirectory("heddle-mirror");
        for (Setup setup : Setup.values()) {
            if (DifferentialProcess.isAvailable(setup)) {
                RINGS.add(setup.open());
            }
        }
    }

    @AfterContainer
    static void close() throws Exception {
        RINGS.forEach(FileRing::close);
        Tools.deleteTree(directory);
    }

    /** Something that is done to a stream or a channel. */
    record Operation(String kind, long a, int b) {

        Object on(InputStream in) throws IOException {
            byte[] array = new byte[200_000];
            int from = (int) (a & 0xffff);
            return switch (kind) {
                case "read" -> in.read();
                case "read array" -> in.read(array, from, b) + " " + Arrays.hashCode(array);
                case "readNBytes" -> Arrays.hashCode(in.readNBytes(b));
                case "readNBytes array" -> in.readNBytes(array, from, b) + " " + Arrays.hashCode(array);
                case "readAllBytes" -> Arrays.hashCode(in.readAllBytes());
                case "skip" -> in.skip(a);
                case "skipNBytes" -> {
                    in.skipNBytes(a);
                    yield "skipped";
                }
                case "available" -> in.available();
                case "transferTo" -> {
                    ByteArrayOutputStream out = new ByteArrayOutputStream();
                    yield in.transferTo(out) + " " + Arrays.hashCode(out.toByteArray());
                }
                case "close" -> {
                    in.close();
                    yield "closed";
                }
                default -> throw new AssertionError(kind);
            };
        }

        Object on(SeekableByteChannel channel) throws IOException {
            ByteBuffer buffer = kind.equals("read direct") ? ByteBuffer.allocateDirect(200_000) : ByteBuffer.allocate(200_000);
            return switch (kind) {
                case "read", "read direct" -> {
                    buffer.position((int) (a & 0xffff)).limit(buffer.position() + b);
                    yield channel.read(buffer) + " " + buffer + " " + buffer.clear().hashCode();
                }
                case "position" -> channel.position();
                case "move" -> channel.position(a).position();
                case "size" -> channel.size();
                case "write" -> channel.write(buffer);
                case "truncate" -> channel.truncate(a).size();
                case "isOpen" -> channel.isOpen();
                case "close" -> {
                    channel.close();
                    yield "closed";
                }
                default -> throw new AssertionError(kind);
            };
        }

        /** Somebody else's work on the file. {@return whether it is such an operation} */
        boolean change(Path file) throws IOException {
            try (FileChannel writer = FileChannel.open(file, StandardOpenOption.WRITE)) {
                switch (kind) {
                    case "append" -> writer.write(ByteBuffer.wrap(ContractSuite.bytes(b)), writer.size());
                    case "overwrite" -> writer.write(ByteBuffer.wrap(ContractSuite.bytes(b)), Math.max(0, a));
                    case "cut" -> writer.truncate(Math.max(0, a));
                    default -> {
                        return false;
                    }
                }
                return true;
            }
        }
    }

    private static Arbitrary<List<Operation>> operations(String... kinds) {
        return Combinators.combine(
                        Arbitraries.of(kinds),
                        Arbitraries.oneOf(
                                Arbitraries.longs().between(-20, 20),
                                Arbitraries.longs().between(-LARGEST, LARGEST),
                                Arbitraries.of(0L, 8191L, 8192L, 8193L, (1L << 31) - 1, 1L << 31)),
                        Arbitraries.oneOf(
                                Arbitraries.integers().between(0, 30),
                                Arbitraries.integers().between(0, 140_000),
                                Arbitraries.of(8191, 8192, 8193, 65_535, 65_536, 131_072)))
                .as(Operation::new)
                .list()
                .ofMaxSize(25);
    }

    @Provide
    Arbitrary<List<Operation>> ofStreams() {
        return operations(
                "read", "read", "read array", "read array", "read array", "readNBytes", "readNBytes array", "readAllBytes",
                "skip", "skip", "skipNBytes", "available", "transferTo", "close");
    }

    @Provide
    Arbitrary<List<Operation>> ofChannels() {
        return operations(
                "read", "read", "read direct", "position", "move", "move", "size", "write", "truncate", "isOpen", "append",
                "overwrite", "cut", "close");
    }

    @Provide
    Arbitrary<List<Operation>> ofStreamsAtTheEnd() {
        return operations("read", "read array", "readNBytes", "readAllBytes", "append", "append", "available", "transferTo");
    }

    private static String answer(Callable<?> call) {
        try {
            return String.valueOf(call.call());
        } catch (Exception e) {
            return e.toString();
        }
    }

    @Property(tries = 200)
    void operationsOnAStream_answerAsInTheJdk(
            @ForAll("ofStreams") List<Operation> operations, @ForAll @IntRange(max = LARGEST) int size) throws Exception {
        Path file = Files.write(directory.resolve("file"), ContractSuite.bytes(size));
        List<String> expected = new ArrayList<>();
        try (InputStream theirs = Files.newInputStream(file)) {
            operations.forEach(operation -> expected.add(answer(() -> operation.on(theirs))));
        }
        for (FileRing ring : RINGS) {
            List<String> actual = new ArrayList<>();
            try (InputStream ours = new FilesMirror(ring).newInputStream(file)) {
                operations.forEach(operation -> actual.add(answer(() -> operation.on(ours))));
            }
            assertThat(actual).isEqualTo(expected);
        }
    }

    /** What has been read ahead stays as it was, so only appending to what was read to its end is seen by both alike. */
    @Property(tries = 100)
    void streamOfAFileThatGrows_answersAsInTheJdk(
            @ForAll("ofStreamsAtTheEnd") List<Operation> operations, @ForAll @IntRange(max = 100_000) int size)
            throws Exception {
        for (FileRing ring : RINGS) {
            Path file = Files.write(directory.resolve("file"), ContractSuite.bytes(size));
            try (InputStream theirs = Files.newInputStream(file);
                    InputStream ours = new FilesMirror(ring).newInputStream(file)) {
                for (Operation operation : operations) {
                    if (!operation.change(file)) {
                        assertThat(answer(() -> operation.on(ours))).isEqualTo(answer(() -> operation.on(theirs)));
                    }
                }
            }
        }
    }

    @Property(tries = 200)
    void operationsOnAChannel_answerAsInTheJdk(
            @ForAll("ofChannels") List<Operation> operations, @ForAll @IntRange(max = LARGEST) int size) throws Exception {
        for (FileRing ring : RINGS) {
            Path file = Files.write(directory.resolve("file"), ContractSuite.bytes(size));
            try (SeekableByteChannel theirs = Files.newByteChannel(file);
                    SeekableByteChannel ours = new FilesMirror(ring).newByteChannel(file)) {
                for (Operation operation : operations) {
                    if (!operation.change(file)) {
                        assertThat(answer(() -> operation.on(ours))).isEqualTo(answer(() -> operation.on(theirs)));
                    }
                }
            }
        }
    }

    @Property(tries = 1500)
    void textOfAnyBytes_isReadOrRefusedAsInTheJdk(@ForAll("texts") byte[] text, @ForAll("charsets") Charset charset)
            throws Exception {
        Path file = Files.write(directory.resolve("file"), text);
        List<String> expected = List.of(
                answer(() -> Files.readString(file, charset)),
                answer(() -> Files.readAllLines(file, charset)),
                answer(() -> {
                    try (Stream<String> lines = Files.lines(file, charset)) {
                        return lines.toList();
                    }
                }));
        for (FileRing ring : RINGS) {
            FilesMirror mirror = new FilesMirror(ring);
            List<String> actual = List.of(
                    answer(() -> mirror.readString(file, charset)),
                    answer(() -> mirror.readAllLines(file, charset)),
                    answer(() -> {
                        try (Stream<String> lines = mirror.lines(file, charset)) {
                            return lines.toList();
                        }
                    }));
            assertThat(actual).isEqualTo(expected);
        }
    }

    @Provide
    Arbitrary<Charset> charsets() {
        return Arbitraries.of("UTF-8", "UTF-8", "UTF-8", "ISO-8859-1", "US-ASCII", "UTF-16", "UTF-16LE", "windows-1252", "Shift_JIS")
                .map(Charset::forName);
    }

    /** Pieces that are right in one charset or another, or cut off in one; some behind as much as a decoder takes at once. */
    @Provide
    Arbitrary<byte[]> texts() {
        Arbitrary<byte[]> pieces = Arbitraries.oneOf(
                Arbitraries.of("a", "text", "\n", "\r", "\r\n", "ä", "€", "😀", "\uFFFD").map(text -> text.getBytes(StandardCharsets.UTF_8)),
                Arbitraries.of("a\n", "ä€😀").map(text -> text.getBytes(StandardCharsets.UTF_16BE)),
                Arbitraries.of(0x80, 0x81, 0xa0, 0xbf, 0xc0, 0xc2, 0xe0, 0xe2, 0xed, 0xef, 0xf0, 0xf4, 0xf5, 0xff)
                        .map(piece -> new byte[] {piece.byteValue()}),
                Arbitraries.bytes().array(byte[].class).ofMaxSize(3));
        Arbitrary<Integer> lead = Arbitraries.frequencyOf(
                Tuple.of(5, Arbitraries.just(0)),
                Tuple.of(1, Arbitraries.integers().between(8180, 8200)));
        return Combinators.combine(lead, pieces.list().ofMaxSize(8)).as((length, parts) -> {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.writeBytes("x".repeat(length).getBytes(StandardCharsets.US_ASCII));
            parts.forEach(bytes::writeBytes);
            return bytes.toByteArray();
        });
    }
}
