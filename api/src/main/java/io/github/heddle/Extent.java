package io.github.heddle;

/** What part of a file to read: all of it, or so many bytes from an offset. */
record Extent(long offset, int length) {

    static final Extent WHOLE = new Extent(0, -1);

    boolean isWhole() {
        return length < 0;
    }
}
