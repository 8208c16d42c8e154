package io.github.heddle;

/** What part of a file to read: all of it, or so many bytes from an offset. */
record Extent(long offset, int length) {

    static final Extent WHOLE = new Extent(0, -1);

    /** @throws IllegalArgumentException if either is negative */
    static Extent of(long offset, int length) {
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException(
                    "offset " + offset + ", length " + length + ": neither may be negative");
        }
        return new Extent(offset, length);
    }

    boolean isWhole() {
        return length < 0;
    }
}
