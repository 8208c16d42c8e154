package io.github.heddle;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The reading methods of {@link Files}, holding no carrier thread. They use one ring for the whole process, opened with
 * the defaults on first use and never closed; while it opens, the first reads may go by the thread pool.
 *
 * {@snippet class="io.github.heddle.SnippetsTest" region="files"}
 *
 * <p>Each method answers what its namesake in {@code Files} answers, and throws what that throws, with the same
 * messages. Where one differs, it says so. Sizes, positions and counts are in bytes.
 *
 * <p>All methods may be called by any number of threads at once, virtual and platform ones. None is interruptible: it
 * completes, and the interrupt status stays set; only the channel of {@link #newByteChannel(Path, OpenOption...)} is
 * closed by an interrupt, as the JDK's is. A null argument gives a {@link NullPointerException}. A path of another file
 * system than the default one, such as a zip's, is handed to {@code Files} on the calling thread.
 */
public final class RingFiles {

    /** Not a lambda, which would cost the first read of a fresh JVM more than the opening does. */
    private static final class Shared extends OnFirstUse<FilesMirror> {

        @Override
        FilesMirror make() {
            return new FilesMirror(FileRing.openShared());
        }
    }

    private static final Shared SHARED = new Shared();

    private RingFiles() {}

    /**
     * Reads a whole file.
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="readAllBytes"}
     *
     * @param path the file
     * @return the bytes, up to the end that the file has while it is read
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws java.nio.file.AccessDeniedException if the process may not read it
     * @throws IOException if it cannot be opened for another reason, reading fails, or the path is a directory's
     * @throws OutOfMemoryError if the bytes do not fit into an array or the heap
     * @see Files#readAllBytes(Path)
     * @see FileRing#read(Path)
     */
    public static byte[] readAllBytes(Path path) throws IOException {
        return mirror().readAllBytes(path);
    }

    /**
     * Reads a whole file as UTF-8.
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="readString"}
     *
     * @param path the file
     * @return its text, line ends as they are
     * @throws CharacterCodingException if the bytes are no UTF-8
     * @throws IOException as with {@link #readAllBytes}
     * @throws OutOfMemoryError if the text is too long for a string or the heap
     * @see Files#readString(Path)
     */
    public static String readString(Path path) throws IOException {
        return mirror().readString(path, StandardCharsets.UTF_8);
    }

    /**
     * Reads a whole file as text.
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="readStringCharset"}
     *
     * @param path the file
     * @param cs the charset of its text
     * @return its text, line ends as they are
     * @throws CharacterCodingException if the bytes are none of the charset's
     * @throws IOException as with {@link #readAllBytes}
     * @throws OutOfMemoryError if the text is too long for a string or the heap
     * @see Files#readString(Path, Charset)
     */
    public static String readString(Path path, Charset cs) throws IOException {
        return mirror().readString(path, cs);
    }

    /**
     * Reads all lines of a file of UTF-8.
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="readAllLines"}
     *
     * @param path the file
     * @return the lines without their ends, which are LF, CR or CR LF; the list can be changed
     * @throws CharacterCodingException if the bytes are no UTF-8
     * @throws IOException as with {@link #readAllBytes}
     * @see Files#readAllLines(Path)
     */
    public static List<String> readAllLines(Path path) throws IOException {
        return mirror().readAllLines(path, StandardCharsets.UTF_8);
    }

    /**
     * Reads all lines of a file of text.
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="readAllLinesCharset"}
     *
     * @param path the file
     * @param cs the charset of its text
     * @return the lines without their ends, which are LF, CR or CR LF; the list can be changed
     * @throws CharacterCodingException if the bytes are none of the charset's
     * @throws IOException as with {@link #readAllBytes}
     * @see Files#readAllLines(Path, Charset)
     */
    public static List<String> readAllLines(Path path, Charset cs) throws IOException {
        return mirror().readAllLines(path, cs);
    }

    /**
     * Reads the lines of a file of UTF-8 as they are asked for. The file is open until the stream is closed. What
     * fails while the stream is used is thrown by its operations as an {@link java.io.UncheckedIOException}.
     *
     * <p>There are two differences. The stream of {@code Files} is closed by an interrupt where its charset is one of
     * the common ones; this one is not. And that one ends where the file ended when it was opened, this one where the
     * file ends when it gets there.
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="lines"}
     *
     * @param path the file
     * @return the lines without their ends, which are LF, CR or CR LF; to be closed
     * @throws IOException if the file cannot be opened
     * @see Files#lines(Path)
     */
    public static Stream<String> lines(Path path) throws IOException {
        return mirror().lines(path, StandardCharsets.UTF_8);
    }

    /**
     * Reads the lines of a file of text as they are asked for, as {@link #lines(Path)} does.
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="linesCharset"}
     *
     * @param path the file
     * @param cs the charset of its text
     * @return the lines without their ends, which are LF, CR or CR LF; to be closed
     * @throws IOException if the file cannot be opened
     * @see Files#lines(Path, Charset)
     */
    public static Stream<String> lines(Path path, Charset cs) throws IOException {
        return mirror().lines(path, cs);
    }

    /**
     * Opens a file of UTF-8 for reading.
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="newBufferedReader"}
     *
     * @param path the file
     * @return a reader of its text, which throws {@link CharacterCodingException} where the bytes are no UTF-8; to be
     *     closed
     * @throws IOException if the file cannot be opened
     * @see Files#newBufferedReader(Path)
     */
    public static BufferedReader newBufferedReader(Path path) throws IOException {
        return mirror().newBufferedReader(path, StandardCharsets.UTF_8);
    }

    /**
     * Opens a file of text for reading.
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="newBufferedReaderCharset"}
     *
     * @param path the file
     * @param cs the charset of its text
     * @return a reader of its text, which throws {@link CharacterCodingException} where the bytes are none of the
     *     charset's; to be closed
     * @throws IOException if the file cannot be opened
     * @see Files#newBufferedReader(Path, Charset)
     */
    public static BufferedReader newBufferedReader(Path path, Charset cs) throws IOException {
        return mirror().newBufferedReader(path, cs);
    }

    /**
     * Opens a file for reading from its start to its end.
     *
     * <p>The stream may be used by several threads, one at a time. It needs no {@link java.io.BufferedInputStream}
     * around it: it reads ahead, a little at first and up to 512 KiB where the file is read on and on. So the bytes
     * may be as old as the last time that it had to read, but the end is asked for anew each time. Of a pipe it takes
     * only what is asked for. After a close its methods throw {@link ClosedChannelException}, and a read that is under
     * way ends with an {@link AsynchronousCloseException}.
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="newInputStream"}
     *
     * @param path the file
     * @param options none, or how to open the file; with more than {@code READ} the JDK opens it, and the bytes are
     *     read by a pool of threads. With {@code ExtendedOpenOption.DIRECT} it is the JDK's own stream.
     * @return the bytes; to be closed
     * @throws UnsupportedOperationException if an option is for writing or not known
     * @throws IOException if the file cannot be opened; a directory can be, and fails when it is read
     * @see Files#newInputStream(Path, OpenOption...)
     */
    public static InputStream newInputStream(Path path, OpenOption... options) throws IOException {
        return mirror().newInputStream(path, options);
    }

    /**
     * Opens a file for reading at any position.
     *
     * <p>The channel reads straight into the buffers that it is given, whole at once up to the end of the file. It may
     * be used by several threads, one at a time, and is an {@link java.nio.channels.InterruptibleChannel}: an
     * interrupt of a thread that uses it closes it, and that thread gets a {@link ClosedByInterruptException}; a close
     * by another thread ends a read with an {@link AsynchronousCloseException}. It cannot be written to: that gives a
     * {@link NonWritableChannelException}. It is no {@link FileChannel}.
     *
     * <p>What is opened for writing as well is the JDK's own channel: {@code Files.newByteChannel} opens it on the
     * calling thread, and its reads hold the carrier. So is what is opened with {@code ExtendedOpenOption.DIRECT}.
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="newByteChannel"}
     *
     * @param path the file
     * @param options none, or how to open the file; with more than {@code READ} the JDK opens it, and the bytes are
     *     read by a pool of threads
     * @return a channel that stands at position 0; to be closed
     * @throws UnsupportedOperationException if an option is not known
     * @throws IllegalArgumentException if the options contradict each other
     * @throws IOException if the file cannot be opened; a directory can be, and fails when it is read
     * @see Files#newByteChannel(Path, OpenOption...)
     */
    public static SeekableByteChannel newByteChannel(Path path, OpenOption... options) throws IOException {
        return mirror().newByteChannel(path, options);
    }

    /**
     * Opens a file for reading at any position, as {@link #newByteChannel(Path, OpenOption...)} does.
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="newByteChannelSet"}
     *
     * @param path the file
     * @param options how to open the file, or none
     * @param attrs for a file that is made, so for writing: with any it is the JDK's own channel
     * @return a channel that stands at position 0; to be closed
     * @throws UnsupportedOperationException if an option or an attribute is not known
     * @throws IllegalArgumentException if the options contradict each other
     * @throws IOException if the file cannot be opened; a directory can be, and fails when it is read
     * @see Files#newByteChannel(Path, Set, FileAttribute...)
     */
    public static SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attrs) throws IOException {
        return mirror().newByteChannel(path, options, attrs);
    }

    /**
     * {@return how many bytes a file has, of the file that a link leads to}
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="size"}
     *
     * @param path the file
     * @throws IOException if it cannot be found, or the file system does not tell
     * @see Files#size(Path)
     */
    public static long size(Path path) throws IOException {
        return mirror().size(path);
    }

    /**
     * {@return whether there is a file}
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="exists"}
     *
     * @param path the file
     * @param options {@link LinkOption#NOFOLLOW_LINKS} for the link itself, or none for what it leads to
     * @see Files#exists(Path, LinkOption...)
     */
    public static boolean exists(Path path, LinkOption... options) {
        return mirror().exists(path, options);
    }

    /**
     * {@return whether it is certain that there is no file; false too where that cannot be found out}
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="exists"}
     *
     * @param path the file
     * @param options {@link LinkOption#NOFOLLOW_LINKS} for the link itself, or none for what it leads to
     * @see Files#notExists(Path, LinkOption...)
     */
    public static boolean notExists(Path path, LinkOption... options) {
        return mirror().notExists(path, options);
    }

    /**
     * {@return whether there is an ordinary file, and it can be found out}
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="kinds"}
     *
     * @param path the file
     * @param options {@link LinkOption#NOFOLLOW_LINKS} for the link itself, or none for what it leads to
     * @see Files#isRegularFile(Path, LinkOption...)
     */
    public static boolean isRegularFile(Path path, LinkOption... options) {
        return mirror().isRegularFile(path, options);
    }

    /**
     * {@return whether there is a directory, and it can be found out}
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="kinds"}
     *
     * @param path the file
     * @param options {@link LinkOption#NOFOLLOW_LINKS} for the link itself, or none for what it leads to
     * @see Files#isDirectory(Path, LinkOption...)
     */
    public static boolean isDirectory(Path path, LinkOption... options) {
        return mirror().isDirectory(path, options);
    }

    /**
     * {@return whether there is a symbolic link, and it can be found out}
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="kinds"}
     *
     * @param path the file
     * @see Files#isSymbolicLink(Path)
     */
    public static boolean isSymbolicLink(Path path) {
        return mirror().isSymbolicLink(path);
    }

    /**
     * {@return when the content of a file was last changed}
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="getLastModifiedTime"}
     *
     * @param path the file
     * @param options {@link LinkOption#NOFOLLOW_LINKS} for the link itself, or none for what it leads to
     * @throws IOException if it cannot be found, or the file system does not tell
     * @see Files#getLastModifiedTime(Path, LinkOption...)
     */
    public static FileTime getLastModifiedTime(Path path, LinkOption... options) throws IOException {
        return mirror().getLastModifiedTime(path, options);
    }

    /**
     * Reads the attributes of a file at once.
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="readAttributes"}
     *
     * @param path the file
     * @param type which ones: {@link BasicFileAttributes}, or a type of the file system
     * @param options {@link LinkOption#NOFOLLOW_LINKS} for the link itself, or none for what it leads to
     * @return the attributes as they were
     * @throws UnsupportedOperationException if the file system has no such attributes
     * @throws IOException if the file cannot be found, or the file system does not tell
     * @see Files#readAttributes(Path, Class, LinkOption...)
     */
    public static <A extends BasicFileAttributes> A readAttributes(
            Path path, Class<A> type, LinkOption... options) throws IOException {
        return mirror().readAttributes(path, type, options);
    }

    /**
     * Reads attributes of a file by their names.
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="readAttributesNames"}
     *
     * @param path the file
     * @param attributes a list like {@code "size,lastModifiedTime"} or {@code "posix:*"}
     * @param options {@link LinkOption#NOFOLLOW_LINKS} for the link itself, or none for what it leads to
     * @return the attributes as they were, by their names without the view
     * @throws UnsupportedOperationException if the file system has no such view
     * @throws IllegalArgumentException if there is no such attribute, or none is named
     * @throws IOException if the file cannot be found, or the file system does not tell
     * @see Files#readAttributes(Path, String, LinkOption...)
     */
    public static Map<String, Object> readAttributes(
            Path path, String attributes, LinkOption... options) throws IOException {
        return mirror().readAttributes(path, attributes, options);
    }

    /**
     * {@return the absolute path of an existing file, without symbolic links and names like {@code ".."}}
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="toRealPath"}
     *
     * @param path the file
     * @param options {@link LinkOption#NOFOLLOW_LINKS} to leave symbolic links as they are, or none
     * @throws IOException if it cannot be found, or the file system does not tell
     * @see Path#toRealPath(LinkOption...)
     */
    public static Path toRealPath(Path path, LinkOption... options) throws IOException {
        return mirror().toRealPath(path, options);
    }

    /**
     * {@return how the process-wide ring reads, and why that way}
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="backendOfFiles"}
     */
    public static Backend backend() {
        return mirror().ring().backend();
    }

    /**
     * {@return how the reads of the process-wide ring have gone so far}
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="statisticsOfFiles"}
     */
    public static RingStatistics statistics() {
        return mirror().ring().statistics();
    }

    /**
     * {@return the reads of the process-wide ring that wait now} As {@link FileRing#readsUnderWay}.
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="readsUnderWayOfFiles"}
     */
    public static List<ReadUnderWay> readsUnderWay() {
        return mirror().ring().readsUnderWay();
    }

    private static FilesMirror mirror() {
        return SHARED.get();
    }
}
