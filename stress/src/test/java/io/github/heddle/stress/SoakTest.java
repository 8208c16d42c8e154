package io.github.heddle.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SoakTest {

    @TempDir
    Path directory;

    @Test
    void someSeconds_areAllRight() throws Exception {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        Soak.Settings settings = new Soak.Settings(
                Duration.ofSeconds(4), true, 7, 16, directory, Duration.ofSeconds(60), Duration.ofSeconds(60));
        Soak soak = new Soak(settings, out, out, UnaryOperator.identity());
        assertThat(soak.run()).as("%s", text).isZero();
        assertThat(soak.tally().reads.sum()).isPositive();
        assertThat(text.toString()).contains("0 mismatches, 0 hangs", "seed 7");
    }
}
