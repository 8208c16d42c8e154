package io.github.heddle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the one who starts the JVM has switched something off. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(SkipReason.class)
class EnvironmentTest {

    private static Environment environment;

    @TempDir
    Path directory;

    @BeforeAll
    static void make(@TempDir Path directory) throws Exception {
        environment = Environment.in(directory);
    }

    @Test
    void switchedOff_makesNoCallInAnyThreadOrChild() throws Exception {
        assumeTrue(Tools.has("strace"), "strace is missing: install it, it counts the calls");
        Environment.Answer answer = traced(environment.launch().option("-Dheddle.io_uring=off"));
        answer.assertRight();
        assertThat(answer.line("kind: ")).isEqualTo("thread pool");
        assertThat(answer.line("reason: ")).contains("-Dheddle.io_uring=off");
        assertThat(answer.line("remedy: ")).isEqualTo("leave the property out");
        assertThat(answer.output()).as("who asks for it needs no warning").doesNotContain("WARNING");
        assertThat(Files.readString(directory.resolve("trace"))).doesNotContain("io_uring");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void switchedOn_makesCallsThatSuchATraceSees(boolean liburing) throws Exception {
        Engines.SYSTEM_CALLS.open().close();
        assumeTrue(Tools.has("strace"), "strace is missing: install it, it counts the calls");
        traced(environment.launch().way(liburing)).assertRight();
        assertThat(Files.readString(directory.resolve("trace")))
                .contains("io_uring_setup(", "io_uring_enter(", "io_uring_register(");
    }

    /** The JVM is a child of what is traced. */
    private Environment.Answer traced(Environment.Launch launch) throws Exception {
        return launch.behind("strace", "-f", "-qq", "-e", "trace=io_uring_setup,io_uring_enter,io_uring_register")
                .behind("-o", directory.resolve("trace").toString(), "sh", "-c", "\"$@\"; exit $?", "sh")
                .run();
    }

    @Test
    void liburingSwitchedOff_leavesTheRing() throws Exception {
        Engines.SYSTEM_CALLS.open().close();
        Environment.Answer answer = environment.launch().way(false).run().assertRing(Backend.Kind.SYSTEM_CALLS);
        assertThat(answer.line("details: ")).contains("liburing=not asked for");
    }

    @Test
    void deniedNativeAccess() throws Exception {
        // The class path is not named, and so has no native access.
        environment.launch()
                .option("--illegal-native-access=deny", "--enable-native-access=java.base")
                .wish(EnvironmentChild.UNCACHED)
                .run()
                .assertThreads("native access is denied", "--enable-native-access=io.github.heddle.ring");
    }
}
