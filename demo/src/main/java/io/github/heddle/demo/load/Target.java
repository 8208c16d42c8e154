package io.github.heddle.demo.load;

import java.net.URI;

/**
 * What is asked for.
 *
 * @param size how many bytes the answer must have, or {@link #ANY_SIZE}: a quick answer of something else is none
 */
record Target(URI uri, long size) {
    static final long ANY_SIZE = -1;
}
