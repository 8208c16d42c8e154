/** Stress tests and benchmarks of the engine, in its package because what they use is not visible from another. */
@NullMarked
package io.github.heddle.ring;

import org.jspecify.annotations.NullMarked;
