/** Benchmarks of what a caller sees, by the public API. */
@NullMarked
package io.github.heddle.bench;

import org.jspecify.annotations.NullMarked;
