package io.github.heddle;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.AsynchronousCloseException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The reads of a {@link FileRing}, without a deadline (the ring itself) or with one ({@link FileRing#within}).
 *
 * <p>All methods may be called by any number of threads at once. None is interruptible: a read completes, and the
 * interrupt status stays set. With a deadline each may also throw {@link ReadDeadlineException}. A null argument gives a
 * {@link NullPointerException}.
 *
 * {@snippet class="io.github.heddle.SnippetsTest" region="deadline"}
 */
public sealed interface FileReads permits FileRing, TimedReads {

    /**
     * Reads a whole file: what {@link Files#readAllBytes} answers for the path, and the same exceptions.
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="read"}
     *
     * @param path the file; a path of another file system than the default one, such as a zip's, is read by {@code
     *     Files} on the calling thread
     * @return the bytes, up to the end that the file has while it is read
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws java.nio.file.AccessDeniedException if the process may not read it
     * @throws java.nio.file.FileSystemException if it cannot be opened for another reason
     * @throws AsynchronousCloseException if the ring is closed before the read has ended
     * @throws IOException if reading fails, or the path is a directory's; the cause names operation, errno and offset
     * @throws OutOfMemoryError if the bytes do not fit into an array or the heap
     * @throws IllegalStateException if the ring is closed
     */
    byte[] read(Path path) throws IOException;

    /**
     * Reads a part of a file.
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="readPart"}
     *
     * @param path the file, as with {@link #read(Path)}
     * @param offset the first byte, counted from 0
     * @param length how many bytes
     * @return the bytes; fewer than asked for where the file ends first, none at or behind its end
     * @throws IllegalArgumentException if the offset or the length is negative
     * @throws AsynchronousCloseException if the ring is closed before the read has ended
     * @throws IOException as with {@link #read(Path)}, and if the file has no offsets, like a pipe
     * @throws IllegalStateException if the ring is closed
     */
    byte[] read(Path path, long offset, int length) throws IOException;

    /**
     * Reads ranges of one file, in any order and as they may overlap, with one open for all of them. Ranges that are
     * close to each other are read as one, see {@link FileRing.Builder#mergeGap}.
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="readRanges"}
     *
     * @param path the file, as with {@link #read(Path)}
     * @param ranges any number; one that reaches beyond the file gives the bytes inside of it, so fewer or none
     * @return the bytes of each range, in the order of the ranges; no two share an array
     * @throws AsynchronousCloseException if the ring is closed before the read has ended
     * @throws IOException as with {@link #read(Path)}, and if the file has no offsets, like a pipe
     * @throws IllegalStateException if the ring is closed
     */
    List<byte[]> readRanges(Path path, List<Range> ranges) throws IOException;

    /**
     * Reads a whole file into native memory, without a copy on the heap. So it can be larger than an array.
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="readArena"}
     *
     * @param path the file, as with {@link #read(Path)}
     * @param arena gives the memory; where the file grows while it is read, more than the result takes
     * @return a segment of as many bytes as the file has
     * @throws AsynchronousCloseException if the ring is closed before the read has ended
     * @throws IOException as with {@link #read(Path)}
     * @throws IllegalStateException if the ring or the arena is closed
     * @throws WrongThreadException if the arena belongs to another thread
     */
    MemorySegment read(Path path, Arena arena) throws IOException;

    /**
     * Reads a part of a file into memory of the caller's, native or on the heap. It is written to by the calling thread
     * only, and never after this method has returned or thrown.
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="readSegment"}
     *
     * @param path the file, as with {@link #read(Path)}
     * @param offset the first byte, counted from 0
     * @param to is filled from its start: as many bytes are read as it has. When this throws, some of it may have been
     *     written to, with bytes of this file and no other
     * @return how many bytes were read; fewer than asked for where the file ends first, 0 at or behind its end
     * @throws IllegalArgumentException if the offset is negative, or the segment is read-only
     * @throws AsynchronousCloseException if the ring is closed before the read has ended
     * @throws IOException as with {@link #read(Path)}, and if the file has no offsets, like a pipe
     * @throws IllegalStateException if the ring or the segment's arena is closed
     * @throws WrongThreadException if the segment belongs to another thread
     */
    long read(Path path, long offset, MemorySegment to) throws IOException;
}
