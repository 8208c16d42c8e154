package io.github.heddle;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@link Files} answers, its mirror answers, on every setup. */
class FilesMirrorTest extends MirrorSuite {

    private int pipes;

    FilesMirrorTest(Setup setup) {
        super(setup);
    }

    @FunctionalInterface
    private interface Call {
        Object on(Path path) throws Exception;
    }

    /** One method, of the JDK and of the mirror. */
    private record Pair(String name, Call jdk, Call heddle) {}

    private List<Pair> contents() {
        return List.of(
                new Pair("readAllBytes", Files::readAllBytes, mirror::readAllBytes),
                new Pair("readString", Files::readString, path -> mirror.readString(path, StandardCharsets.UTF_8)),
                new Pair(
                        "readString of ASCII",
                        path -> Files.readString(path, StandardCharsets.US_ASCII),
                        path -> mirror.readString(path, StandardCharsets.US_ASCII)),
                new Pair("readAllLines", Files::readAllLines, path -> mirror.readAllLines(path, StandardCharsets.UTF_8)),
                new Pair(
                        "readAllLines of UTF-16",
                        path -> Files.readAllLines(path, StandardCharsets.UTF_16),
                        path -> mirror.readAllLines(path, StandardCharsets.UTF_16)),
                new Pair(
                        "lines",
                        path -> linesOfJdk(path, StandardCharsets.UTF_8),
                        path -> all(mirror.lines(path, StandardCharsets.UTF_8))),
                new Pair(
                        "newBufferedReader",
                        path -> all(Files.newBufferedReader(path)),
                        path -> all(mirror.newBufferedReader(path, StandardCharsets.UTF_8))),
                new Pair("newInputStream", path -> all(Files.newInputStream(path)), path -> all(mirror.newInputStream(path))),
                new Pair(
                        "newInputStream, byte by byte",
                        path -> byteByByte(Files.newInputStream(path)),
                        path -> byteByByte(mirror.newInputStream(path))),
                new Pair(
                        "newInputStream, transferred",
                        path -> transferred(Files.newInputStream(path)),
                        path -> transferred(mirror.newInputStream(path))),
                new Pair("newByteChannel", path -> all(Files.newByteChannel(path)), path -> all(mirror.newByteChannel(path))));
    }

    private List<Pair> lookups(LinkOption... options) {
        return List.of(
                new Pair("size", Files::size, mirror::size),
                new Pair("exists", path -> Files.exists(path, options), path -> mirror.exists(path, options)),
                new Pair("notExists", path -> Files.notExists(path, options), path -> mirror.notExists(path, options)),
                new Pair("isRegularFile", path -> Files.isRegularFile(path, options), path -> mirror.isRegularFile(path, options)),
                new Pair("isDirectory", path -> Files.isDirectory(path, options), path -> mirror.isDirectory(path, options)),
                new Pair("isSymbolicLink", Files::isSymbolicLink, mirror::isSymbolicLink),
                new Pair("toRealPath", path -> path.toRealPath(options), path -> mirror.toRealPath(path, options)),
                new Pair(
                        "getLastModifiedTime",
                        path -> Files.getLastModifiedTime(path, options),
                        path -> mirror.getLastModifiedTime(path, options)),
                new Pair(
                        "readAttributes",
                        path -> told(Files.readAttributes(path, BasicFileAttributes.class, options)),
                        path -> told(mirror.readAttributes(path, BasicFileAttributes.class, options))),
                new Pair(
                        "readAttributes of POSIX",
                        path -> Files.readAttributes(path, PosixFileAttributes.class, options).permissions(),
                        path -> mirror.readAttributes(path, PosixFileAttributes.class, options).permissions()),
                named("size,lastModifiedTime,isDirectory,isSymbolicLink", options),
                named("posix:permissions,owner,group", options),
                named("unix:ino,mode,nlink", options),
                named("none", options),
                named("none:*", options),
                named("", options));
    }

    private Pair named(String attributes, LinkOption... options) {
        return new Pair(
                "readAttributes " + attributes,
                path -> new TreeMap<>(Files.readAttributes(path, attributes, options)),
                path -> new TreeMap<>(mirror.readAttributes(path, attributes, options)));
    }

    private static String told(BasicFileAttributes attributes) {
        return attributes.size() + " " + attributes.isRegularFile() + attributes.isDirectory() + attributes.isOther()
                + attributes.isSymbolicLink() + attributes.fileKey() + attributes.lastModifiedTime();
    }

    private static List<String> linesOfJdk(Path path, Charset charset) throws IOException {
        try (Stream<String> lines = Files.lines(path, charset)) {
            return lines.toList();
        }
    }

    private static List<String> all(Stream<String> lines) {
        try (lines) {
            return lines.toList();
        }
    }

    private static List<String> all(BufferedReader reader) throws IOException {
        try (reader) {
            return reader.readAllLines();
        }
    }

    private static byte[] all(InputStream in) throws IOException {
        try (in) {
            return in.readAllBytes();
        }
    }

    private static byte[] transferred(InputStream in) throws IOException {
        try (in) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            in.transferTo(bytes);
            return bytes.toByteArray();
        }
    }

    private static byte[] byteByByte(InputStream in) throws IOException {
        try (in) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (int next = in.read(); next >= 0; next = in.read()) {
                bytes.write(next);
            }
            return bytes.toByteArray();
        }
    }

    private static byte[] all(SeekableByteChannel channel) throws IOException {
        try (channel) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ByteBuffer buffer = ByteBuffer.allocate(10_000);
            while (channel.read(buffer.clear()) >= 0) {
                bytes.write(buffer.array(), 0, buffer.position());
            }
            return bytes.toByteArray();
        }
    }

    private static Outcome outcome(Callable<?> call) throws InterruptedException {
        return Outcome.of(() -> {
            Object answer = call.call();
            return answer instanceof byte[] bytes ? bytes : String.valueOf(answer).getBytes(StandardCharsets.UTF_8);
        });
    }

    private void same(String what, Callable<?> jdk, Callable<?> heddle) throws InterruptedException {
        assertThat(outcome(heddle)).as("%s on %s", what, setup).isEqualTo(outcome(jdk));
    }

    private void contentsAreSame(Path path) throws InterruptedException {
        for (Pair pair : contents()) {
            same(pair.name() + " " + path, () -> pair.jdk().on(path), () -> pair.heddle().on(path));
        }
    }

    private void lookupsAreSame(Path path) throws InterruptedException {
        for (LinkOption[] options : new LinkOption[][] {{}, {NOFOLLOW_LINKS}, {NOFOLLOW_LINKS, NOFOLLOW_LINKS}}) {
            for (Pair pair : lookups(options)) {
                same(
                        pair.name() + Arrays.toString(options) + " " + path,
                        () -> pair.jdk().on(path),
                        () -> pair.heddle().on(path));
            }
        }
    }

    private void allIsSame(Path path) throws InterruptedException {
        contentsAreSame(path);
        lookupsAreSame(path);
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    @Test
    void ordinaryFiles_areAsInTheJdk() throws Exception {
        allIsSame(file("empty", ""));
        allIsSame(file("short", "a line\r\nanother, with an é\rand one without an end"));
        for (int size : new int[] {8191, 8192, 8193, 40_000}) {
            allIsSame(file("of-" + size, "line of ünïcödé €\n".repeat(size).substring(0, size)));
            contentsAreSame(Files.write(directory.resolve("bytes-" + size), ContractSuite.bytes(size)));
        }
        Path large = file("large", "line of ünïcödé €\n".repeat(50_000));
        for (Pair pair : contents()) {
            if (!pair.name().contains("byte by byte")) {
                same(pair.name() + " " + large, () -> pair.jdk().on(large), () -> pair.heddle().on(large));
            }
        }
    }

    @Test
    void linksAndWhatIsNotThere_areAsInTheJdk() throws Exception {
        Path file = file("file", "content\n");
        for (Path path : List.of(
                Files.createSymbolicLink(directory.resolve("link"), file),
                Files.createSymbolicLink(directory.resolve("dangling"), directory.resolve("nowhere")),
                Files.createSymbolicLink(directory.resolve("loop"), directory.resolve("loop")),
                Files.createSymbolicLink(directory.resolve("to-directory"), directory),
                directory.resolve("to-directory/file"),
                directory.resolve("to-directory/missing"),
                directory.resolve("to-directory/../file"),
                directory.resolve("missing"),
                directory.resolve("missing/below"),
                file.resolve("below"),
                directory.resolve("x".repeat(300)),
                directory.resolve("./../" + directory.getFileName() + "/file"),
                Path.of("pom.xml"),
                Path.of(""))) {
            allIsSame(path);
        }
    }

    @Test
    void whatIsOfTheProcess_isLookedUpAsInTheJdk() throws Exception {
        lookupsAreSame(Path.of("/proc/self/exe"));
        lookupsAreSame(Path.of("/proc/self/cwd/pom.xml"));
    }

    @Test
    void realPath_isThatOfTheMoment() throws Exception {
        Path below = Files.createDirectory(directory.resolve("below"));
        Path file = Files.writeString(below.resolve("file"), "content");
        Path moved = directory.resolve("moved");
        for (int i = 0; i < 10; i++) {
            assertThat(mirror.toRealPath(file)).isEqualTo(file);
            Files.move(below, moved);
            Files.createSymbolicLink(below, moved);
            assertThat(mirror.toRealPath(file)).isEqualTo(moved.resolve("file"));
            Files.delete(below);
            same("toRealPath of what is gone", file::toRealPath, () -> mirror.toRealPath(file));
            Files.move(moved, below);
        }
    }

    @Test
    void directoriesAndSockets_areAsInTheJdk() throws Exception {
        allIsSame(directory);
        allIsSame(Files.createDirectory(directory.resolve("empty")));
        allIsSame(Path.of("/"));
        Path socket = directory.resolve("socket");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            allIsSame(socket);
        }
    }

    @Test
    void filesThatTheKernelMakesUp_areAsInTheJdk() throws Exception {
        for (String path : List.of("/proc/version", "/proc/self/cmdline", "/proc/filesystems", "/sys/class/net/lo/mtu",
                "/sys/kernel/mm/transparent_hugepage/enabled", "/dev/null", "/proc/nothing")) {
            contentsAreSame(Path.of(path));
        }
        for (String path : List.of("/proc/version", "/sys/class/net/lo/mtu", "/dev/null", "/dev/zero", "/proc/nothing")) {
            lookupsAreSame(Path.of(path));
        }
    }

    @Test
    void filesOfOtherFileSystems_areTheJdks() throws Exception {
        Path zip = directory.resolve("a.zip");
        try (FileSystem files = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
            Files.writeString(files.getPath("/inside"), "zipped\ntwice\n");
            Files.createDirectory(files.getPath("/directory"));
        }
        try (FileSystem files = FileSystems.newFileSystem(zip)) {
            for (String inside : List.of("/inside", "inside", "/directory", "/outside")) {
                contentsAreSame(files.getPath(inside));
                for (Pair pair : lookups()) {
                    if (!pair.name().matches(".*(POSIX|unix|posix).*")) { // their attributes are new at each call
                        same(pair.name() + inside, () -> pair.jdk().on(files.getPath(inside)),
                                () -> pair.heddle().on(files.getPath(inside)));
                    }
                }
            }
        }
        contentsAreSame(Path.of(URI.create("jrt:/java.base/java/lang/Object.class")));
    }

    @Test
    void namesThatAreNoUtf8_areAsInTheJdk() throws Exception {
        Path name = Path.of(URI.create(directory.toUri() + "n%FFame"));
        Files.writeString(name, "text\n");
        allIsSame(name);
    }

    @Test
    void charsets_areAsInTheJdk() throws Exception {
        byte[][] contents = {
            "plain".getBytes(StandardCharsets.US_ASCII),
            "ä€\uFFFD😀\n".getBytes(StandardCharsets.UTF_8),
            "ä€\uFFFD😀\n".getBytes(StandardCharsets.UTF_16),
            {'a', (byte) 0xff, 'b'},
            {'a', (byte) 0xe0, (byte) 0x80, (byte) 0x80},
            {'a', (byte) 0xe2, (byte) 0x82},
            {'a', (byte) 0xe0, (byte) 0x80},
            {'a', (byte) 0xed, (byte) 0xa0, (byte) 0x80},
            {'a', (byte) 0xf0, (byte) 0x80, (byte) 0x80, (byte) 0x80},
            {'a', (byte) 0xf0, (byte) 0x9f},
            {(byte) 0x81, (byte) 0x8d},
            {(byte) 0xd8, 0, 0},
        };
        for (int i = 0; i < contents.length; i++) {
            Path file = Files.write(directory.resolve("text-" + i), contents[i]);
            contentsAreSame(file);
            for (String name : List.of("UTF-8", "ISO-8859-1", "UTF-16LE", "UTF-32", "windows-1252", "Shift_JIS", "ISO-2022-JP")) {
                Charset charset = Charset.forName(name);
                same(name + i, () -> Files.readString(file, charset), () -> mirror.readString(file, charset));
                same(name + i, () -> Files.readAllLines(file, charset), () -> mirror.readAllLines(file, charset));
                same(name + i, () -> linesOfJdk(file, charset), () -> all(mirror.lines(file, charset)));
            }
        }
    }

    @Test
    void interruptBefore_isAsInTheJdk() throws Exception {
        Path file = file("file", "text\n".repeat(50_000));
        for (Path path : List.of(file, directory, Path.of("/proc/version"), directory.resolve("missing"))) {
            for (Pair pair : contents()) {
                if (pair.name().equals("lines")) {
                    continue; // the JDK's are closed by it, and these are meant not to be
                }
                same(pair.name() + " interrupted " + path, interrupted(() -> pair.jdk().on(path)),
                        interrupted(() -> pair.heddle().on(path)));
            }
            for (Pair pair : lookups()) {
                same(pair.name() + " interrupted " + path, interrupted(() -> pair.jdk().on(path)),
                        interrupted(() -> pair.heddle().on(path)));
            }
        }
        Outcome lines = outcome(interrupted(() -> all(mirror.lines(file, StandardCharsets.UTF_8))));
        assertThat(lines.isSuccess() && lines.isInterrupted()).isTrue();
    }

    private static Callable<?> interrupted(Callable<?> call) {
        return () -> {
            Thread.currentThread().interrupt();
            return call.call();
        };
    }

    private Path pipe() throws Exception {
        assumeTrue(Tools.has("mkfifo"), "mkfifo is missing: install coreutils, it makes pipes");
        Path pipe = directory.resolve("pipe-" + pipes++);
        Tools.run("mkfifo", pipe.toString());
        return pipe;
    }

    private Path pipeOf(byte[] bytes) throws Exception {
        Path pipe = pipe();
        Thread.ofPlatform().daemon().start(() -> {
            try (OutputStream output = Files.newOutputStream(pipe)) {
                output.write(bytes);
            } catch (IOException e) {
                // its reader found that it is no text, and left
            }
        });
        return pipe;
    }

    @Test
    void pipes_areReadToTheirEndsAsInTheJdk() throws Exception {
        byte[] text = "a line of äöü\n".repeat(20_000).getBytes(StandardCharsets.UTF_8);
        for (Pair pair : contents()) {
            if (pair.name().equals("lines")) {
                // The JDK opens it twice, and its writer may see the first reader go.
                Path pipe = pipeOf(text);
                assertThat(mirror.lines(pipe, StandardCharsets.UTF_8)).hasSize(20_000).containsOnly("a line of äöü");
                continue;
            }
            byte[] content = pair.name().contains("byte by byte") ? Arrays.copyOf(text, 300) : text;
            Path one = pipeOf(content);
            Path other = pipeOf(content);
            same(pair.name() + " of a pipe", () -> pair.jdk().on(one), () -> pair.heddle().on(other));
        }
        lookupsAreSame(pipe());
    }

    @Test
    void pipeReadInPart_leavesTheRestToOthers() throws Exception {
        Path pipe = pipe();
        try (RandomAccessFile writer = new RandomAccessFile(pipe.toFile(), "rw")) {
            writer.write("abcdefgh".getBytes(StandardCharsets.UTF_8));
            try (InputStream in = mirror.newInputStream(pipe)) {
                assertThat(in.read()).isEqualTo('a');
                assertThat(in.skip(2)).isEqualTo(2);
                assertThat(in.skip(-2)).isZero();
                assertThat(in.available()).isZero(); // as in the JDK, whatever is in it
            }
            try (SeekableByteChannel channel = mirror.newByteChannel(pipe);
                    SeekableByteChannel theirs = Files.newByteChannel(pipe)) {
                assertThat(channel.read(ByteBuffer.allocate(2))).isEqualTo(2);
                same("position", theirs::position, channel::position);
                same("move", () -> theirs.position(0), () -> channel.position(0));
                same("size", theirs::size, channel::size);
            }
            try (InputStream in = mirror.newInputStream(pipe)) {
                assertThat(in.read(new byte[100])).as("what is there, and the writer stays").isEqualTo(3);
            }
        }
    }

    @Test
    void nulls_areNullPointers() throws Exception {
        Path file = file("file", "text");
        for (List<Callable<?>> pair : nulls(file)) {
            assertThat(catchThrowable(pair.getFirst()::call)).isInstanceOf(NullPointerException.class);
            assertThat(catchThrowable(pair.getLast()::call)).isInstanceOf(NullPointerException.class);
        }
    }

    @SuppressWarnings("NullAway") // what a caller without null checks does
    private List<List<Callable<?>>> nulls(Path file) {
        return List.of(
                List.of(() -> Files.readString(null), () -> mirror.readString(null, StandardCharsets.UTF_8)),
                List.of(() -> Files.readString(file, null), () -> mirror.readString(file, null)),
                List.of(() -> Files.readAllLines(file, null), () -> mirror.readAllLines(file, null)),
                List.of(() -> Files.newInputStream(null), () -> mirror.newInputStream(null)),
                List.of(
                        () -> Files.newInputStream(file, (LinkOption) null),
                        () -> mirror.newInputStream(file, (LinkOption) null)),
                List.of(
                        () -> Files.newByteChannel(file, (LinkOption) null),
                        () -> mirror.newByteChannel(file, (LinkOption) null)),
                List.of(() -> Files.exists(null), () -> mirror.exists(null)),
                List.of(() -> Files.notExists(file, (LinkOption) null), () -> mirror.notExists(file, (LinkOption) null)),
                List.of(
                        () -> Files.readAttributes(file, (String) null),
                        () -> mirror.readAttributes(file, (String) null)));
    }

    @Test
    void closedRing_refuses() throws Exception {
        Path file = file("file", "text");
        ring.close();
        assertThatThrownBy(() -> mirror.exists(file)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> mirror.newInputStream(file)).isInstanceOf(IllegalStateException.class);
    }
}
