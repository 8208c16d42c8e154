package io.github.heddle.ring;

/** The caller's patience was over before the kernel's answer came. */
public final class GivenUpException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean inLine;

    GivenUpException(boolean inLine) {
        super(inLine ? "in line for a slot" : "in the kernel");
        this.inLine = inLine;
    }

    /** {@return whether nothing of the request had begun} */
    public boolean isInLine() {
        return inLine;
    }
}
