/** Stress tests of what calls the kernel, in its package because most of it is not visible from another. */
@NullMarked
package io.github.heddle.ring.kernel;

import org.jspecify.annotations.NullMarked;
