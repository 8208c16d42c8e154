/** Stress tests of the engine, in its package because what they stress is not visible from another. */
@NullMarked
package io.github.heddle.ring;

import org.jspecify.annotations.NullMarked;
