package io.github.heddle.demo.server;

/**
 * A part of a file that lies within it.
 *
 * @param first the first byte, counted from 0
 * @param last the last byte, not before the first
 */
record ByteRange(long first, long last) {

    long length() {
        return last - first + 1;
    }

    /** {@return as a Content-Range header says it} */
    String of(long size) {
        return "bytes " + first + "-" + last + "/" + size;
    }
}
