package io.github.heddle.ring;

import java.nio.ByteBuffer;

/**
 * The memory that callers and the kernel exchange: a fixed number of buffers of one size, and for each slot a path
 * and a probe byte.
 *
 * <p>A buffer belongs to the kernel from the submission of a read into it until that read's CQE (invariant I3); the
 * engine sees to it, and an implementation may check it.
 */
public interface Memory {

    /** The longest path that fits, without its closing NUL. Linux itself takes no longer one. */
    int MAX_PATH_BYTES = 4095;

    /** The longest array that every JVM can make. */
    int MAX_ARRAY_BYTES = Integer.MAX_VALUE - 8;

    int bufferCount();

    int bufferBytes();

    /** What an open is for. */
    enum Opening {
        /** A direct descriptor to read, which is in no table that a child process could inherit. */
        DIRECT,
        /** A descriptor of the process to read. */
        DESCRIPTOR,
        /** A descriptor of the process that holds the file's inode and reads nothing. */
        PLACE,
        /** The same of a symbolic link itself. */
        LINK_PLACE
    }

    /** Writes the path that the slot's next open takes, with the {@code RESOLVE_} flags of openat2. */
    void path(int slot, byte[] path, int resolve, Opening opening);

    /** Copies the first bytes of a buffer. */
    void copy(int buffer, byte[] to, int at, int length);

    /** Copies bytes of a buffer from a place in it, and moves the target's position on. */
    void copy(int buffer, int from, ByteBuffer to, int length);

    byte probe(int slot);

    /** Gives the memory back. Only when the kernel holds none of it and no caller copies any more. */
    void free();
}
