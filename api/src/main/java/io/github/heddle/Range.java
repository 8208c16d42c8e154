package io.github.heddle;

/**
 * A part of a file: so many bytes from an offset, or so many before its end.
 *
 * <p>An offset of 0 or more counts bytes from the start of the file. A negative one counts from its end, as that is when
 * the range is read: −1 is the last byte. What lies outside of the file is left out of the answer, so a range that
 * reaches over the end, or over the start, gives fewer bytes, and one that lies wholly outside gives none.
 *
 * {@snippet class="io.github.heddle.SnippetsTest" region="range"}
 *
 * @param offset the first byte; negative: counted from the end
 * @param length how many bytes, 0 or more
 */
public record Range(long offset, int length) {

    /**
     * A range.
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="range"}
     *
     * @throws IllegalArgumentException if the length is negative
     */
    public Range {
        if (length < 0) {
            throw new IllegalArgumentException("length " + length + " is negative");
        }
    }

    /**
     * {@return the last bytes of a file: so many, or all there are}
     *
     * {@snippet class="io.github.heddle.SnippetsTest" region="range"}
     *
     * @throws IllegalArgumentException if the length is negative
     */
    public static Range last(int length) {
        return new Range(-(long) length, length);
    }
}
