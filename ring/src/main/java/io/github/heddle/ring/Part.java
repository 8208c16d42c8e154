package io.github.heddle.ring;

import java.nio.ByteBuffer;

/**
 * A part of an open file to read.
 *
 * @param to as much is read as it has room for, or less where the file ends first; its position moves on
 */
public record Part(long offset, ByteBuffer to) {}
