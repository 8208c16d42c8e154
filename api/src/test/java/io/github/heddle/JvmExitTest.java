package io.github.heddle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A few of the exits that {@link JvmExits} makes by the thousand. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(SkipReason.class)
class JvmExitTest {

    @TempDir
    Path directory;

    @Test
    void jvmThatEndsWhileItReads_endsAsItShould() throws Exception {
        assumeTrue(!"off".equals(System.getProperty("heddle.io_uring")), "io_uring is switched off");
        JvmExits exits = JvmExits.run(directory, 10);
        System.out.println(exits);
        assertThat(exits.faults()).isEmpty();
    }
}
