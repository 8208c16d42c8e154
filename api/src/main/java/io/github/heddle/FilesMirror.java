package io.github.heddle;

import io.github.heddle.ring.Patience;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.DosFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * The reading half of {@link Files} on one ring. {@link RingFiles} is this on the ring of the process, and says what
 * each method does.
 *
 * <p>Paths of other file systems than the operating system's are left to {@code Files}. Of those that are the operating
 * system's, the file is read by the ring's ways, and what is only looked up is asked of {@code Files} while the kernel has
 * the inode in memory, which the ring sees to. So every answer is the JDK's own, or made of the same bytes.
 */
final class FilesMirror {

    private final FileRing ring;

    FilesMirror(FileRing ring) {
        this.ring = ring;
    }

    FileRing ring() {
        return ring;
    }

    byte[] readAllBytes(Path path) throws IOException {
        return ring.read(path);
    }

    String readString(Path path, Charset charset) throws IOException {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(charset, "charset");
        return StrictText.decode(ring.read(path), charset);
    }

    List<String> readAllLines(Path path, Charset charset) throws IOException {
        try (BufferedReader reader = newBufferedReader(path, charset)) {
            List<String> lines = new ArrayList<>();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
            return lines;
        }
    }

    Stream<String> lines(Path path, Charset charset) throws IOException {
        BufferedReader reader = newBufferedReader(path, charset);
        return reader.lines().onClose(() -> {
            try {
                reader.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    BufferedReader newBufferedReader(Path path, Charset charset) throws IOException {
        CharsetDecoder decoder = charset.newDecoder();
        return new BufferedReader(new InputStreamReader(newInputStream(path), decoder));
    }

    InputStream newInputStream(Path path, OpenOption... options) throws IOException {
        if (!PathBytes.isOfPlatform(path) || !areForReading(Arrays.asList(options))) {
            return Files.newInputStream(path, options);
        }
        OpenFile file = open(path, Set.copyOf(Arrays.asList(options)));
        return new FileInput(new RingFile(file, path, 0), file.isSeekable());
    }

    SeekableByteChannel newByteChannel(Path path, OpenOption... options) throws IOException {
        return newByteChannel(path, new HashSet<>(Arrays.asList(options)));
    }

    SeekableByteChannel newByteChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        if (!PathBytes.isOfPlatform(path) || !areForReading(options) || attributes.length > 0) {
            return Files.newByteChannel(path, options, attributes);
        }
        OpenFile file = open(path, options);
        return new ReadChannel(new RingFile(file, path, 0), file.isSeekable());
    }

    /**
     * {@return whether a file that was opened with these options can only be read, and at any offset}
     *
     * <p>What else there is (writing, direct I/O, options of others, null) is the JDK's to open or to refuse.
     */
    private static boolean areForReading(Collection<? extends OpenOption> options) {
        return options.stream().allMatch(option -> option == LinkOption.NOFOLLOW_LINKS
                || (option instanceof StandardOpenOption
                        && option != StandardOpenOption.WRITE
                        && option != StandardOpenOption.APPEND));
    }

    /** With options that say more than that it is to be read, the JDK opens the file, on a thread that may wait. */
    private OpenFile open(Path path, Set<? extends OpenOption> options) throws IOException {
        return options.isEmpty() || options.equals(Set.of(StandardOpenOption.READ))
                ? ring.openFile(path, Patience.ENDLESS)
                : ring.openFile(path, Patience.ENDLESS, options.toArray(OpenOption[]::new));
    }

    long size(Path path) throws IOException {
        return lookUp(path, () -> Files.size(path));
    }

    FileTime getLastModifiedTime(Path path, LinkOption... options) throws IOException {
        return lookUp(path, () -> Files.getLastModifiedTime(path, options), options);
    }

    <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
            throws IOException {
        Callable<A> call = () -> Files.readAttributes(path, type, options);
        return isOfTheInode(type.getName()) ? lookUp(path, call, options) : ring.blocking(path, call);
    }

    Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) throws IOException {
        Callable<Map<String, Object>> call = () -> Files.readAttributes(path, attributes, options);
        return isOfTheInode(attributes) ? lookUp(path, call, options) : ring.blocking(path, call);
    }

    /** For the attributes of DOS and those of users, the JDK opens the file, which waits where the file is a pipe. */
    private static boolean isOfTheInode(String viewOrType) {
        return !viewOrType.startsWith("dos:")
                && !viewOrType.startsWith("user:")
                && !viewOrType.equals(DosFileAttributes.class.getName());
    }

    Path toRealPath(Path path, LinkOption... options) throws IOException {
        return options.length == 0 && ring.isReal(path)
                ? path
                : lookUp(path, () -> path.toRealPath(options), options);
    }

    boolean exists(Path path, LinkOption... options) {
        return test(path, () -> Files.exists(path, options), options);
    }

    boolean notExists(Path path, LinkOption... options) {
        return test(path, () -> Files.notExists(path, options), options);
    }

    boolean isRegularFile(Path path, LinkOption... options) {
        return test(path, () -> Files.isRegularFile(path, options), options);
    }

    boolean isDirectory(Path path, LinkOption... options) {
        return test(path, () -> Files.isDirectory(path, options), options);
    }

    boolean isSymbolicLink(Path path) {
        return test(path, () -> Files.isSymbolicLink(path), LinkOption.NOFOLLOW_LINKS);
    }

    /** The call itself throws no checked exception. What is left is a ring that is closed meanwhile. */
    private boolean test(Path path, Callable<Boolean> call, LinkOption... options) {
        try {
            return lookUp(path, call, options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <T> T lookUp(Path path, Callable<T> call, LinkOption... options) throws IOException {
        boolean follow = !Arrays.asList(options).contains(LinkOption.NOFOLLOW_LINKS);
        return ring.withInode(path, follow, call);
    }
}
