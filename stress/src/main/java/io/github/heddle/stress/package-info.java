/** The command {@code heddle-stress}: what runs for long, and sees that nothing is lost. */
@NullMarked
package io.github.heddle.stress;

import org.jspecify.annotations.NullMarked;
