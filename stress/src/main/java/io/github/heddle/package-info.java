/** Stress tests of {@code api}'s own classes, in their package because they are not visible from another. */
@NullMarked
package io.github.heddle;

import org.jspecify.annotations.NullMarked;
