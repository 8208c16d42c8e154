package io.github.heddle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Too little memory, of each kind: whoever gets none is told, its slot comes home, and the others go on. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(SkipReason.class)
class StarvedMemoryTest {

    private static final Path CONTROLLER = Path.of("/sys/fs/cgroup/memory");
    private static final Pattern TOLD = Pattern.compile(
            "on a ring (true|false), answered 280, wrong 0, out of memory (\\d+), then right, left 0");

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(names = {"LIBURING", "SYSTEM_CALLS_CACHED", "THREADS"})
    void heapThatIsFull_isToldToWhoReadsTooMuch(Setup setup) throws Exception {
        assertThat(outOfMemory(setup, List.of(), "-Xmx24m")).as("reads that failed").isPositive();
    }

    /** Only the JDK's reads take their buffers from there. */
    @Test
    void directMemoryThatIsFull_isNoneOfTheRings() throws Exception {
        assertThat(outOfMemory(Setup.LIBURING, List.of(), "-XX:MaxDirectMemorySize=128k")).isZero();
    }

    @Test
    void memoryOfAContainer_isEnoughOrToldAsMissing() throws Exception {
        assumeTrue(Files.isWritable(CONTROLLER), "needs root and the memory controller of cgroup v1, to limit a JVM");
        Path group = Files.createDirectory(CONTROLLER.resolve("heddle-" + ProcessHandle.current().pid()));
        try {
            Files.writeString(group.resolve("memory.limit_in_bytes"), "100M");
            String enter = "echo $$ > " + group.resolve("cgroup.procs") + "; exec \"$@\"";
            outOfMemory(Setup.LIBURING, List.of("sh", "-c", enter, "sh"), "-Xmx48m");
        } finally {
            Files.delete(group);
        }
    }

    private int outOfMemory(Setup setup, List<String> behind, String option) throws Exception {
        assumeTrue(!"off".equals(System.getProperty("heddle.io_uring")), "io_uring is switched off");
        Path small = Files.write(directory.resolve("small"), ContractSuite.bytes(10_000));
        Path large = Files.write(directory.resolve("large"), ContractSuite.bytes(5_000_000));
        String told = Child.run(
                StarvedChild.class, Child.classPath(), behind,
                List.of("-XX:+UseSerialGC", option), List.of(setup.name(), small.toString(), large.toString()));
        System.out.println("starved, " + setup + " " + option + ": " + told.strip());
        Matcher match = TOLD.matcher(told.strip());
        assertThat(match.matches()).as(told).isTrue();
        assertThat(match.group(1)).isEqualTo(Boolean.toString(setup.engine() != Engines.THREADS));
        return Integer.parseInt(match.group(2));
    }
}
