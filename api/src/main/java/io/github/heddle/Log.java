package io.github.heddle;

/** The library's logger. It is made when there is something to tell: that takes longer than a first read may. */
final class Log {

    static final System.Logger LOG = System.getLogger("io.github.heddle");

    private Log() {}
}
