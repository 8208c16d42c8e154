package io.github.heddle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where io_uring is denied, switched off or in want of something: the answers stay, and the reason is told. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(SkipReason.class)
class EnvironmentTest {

    private static final Path DENY = Path.of("src", "test", "faults", "deny_uring.py").toAbsolutePath();

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void makeFile() throws Exception {
        file = Files.write(directory.resolve("file"), new byte[100_000]);
    }

    @ParameterizedTest
    @CsvSource({
        "EPERM,,io_uring_setup failed with EPERM (1)",
        "ENOSYS,,io_uring_setup failed with ENOSYS (38)",
        "EPERM,setup,io_uring_setup failed with EPERM (1)",
        "EPERM,enter,io_uring_enter failed with EPERM (1)",
        "EPERM,register,io_uring_register failed with EPERM (1)",
        "EINVAL,setup,io_uring_setup failed with EINVAL (22)"
    })
    void deniedCalls_leadToTheThreadPoolAndAreNamed(
            String errno, @org.jspecify.annotations.Nullable String only, String reason) throws Exception {
        assumeTrue(Tools.has("python3"), "python3 is missing: install it, it runs deny_uring.py");
        assumeRing();
        List<String> behind = new ArrayList<>(List.of("python3", DENY.toString(), "--errno", errno));
        if (only != null) {
            behind.addAll(List.of("--only", only));
        }
        for (String liburing : List.of("on", "off")) {
            assertThat(Child.run(behind, List.of("-Dheddle.liburing=" + liburing), file))
                    .contains("kind: thread pool", "reason: " + reason, "remedy: ", "read: 100000")
                    .containsOnlyOnce("Files are read by a thread pool");
        }
    }

    /** Where nothing is to be had, nothing can be taken away. */
    private static void assumeRing() {
        Engines.SYSTEM_CALLS.open().close();
    }

    @Test
    void switchedOff_makesNoCallAndSaysSo() throws Exception {
        assertThat(Child.run(List.of(), List.of("-Dheddle.io_uring=off"), file))
                .contains("kind: thread pool", "-Dheddle.io_uring=off", "read: 100000");
        assumeTrue(Tools.has("strace"), "strace is missing: install it, it counts the calls");
        Path trace = directory.resolve("trace");
        List<String> behind = List.of("strace", "-f", "-qq", "-e",
                "trace=io_uring_setup,io_uring_enter,io_uring_register", "-o", trace.toString());
        assertThat(Child.run(behind, List.of("-Dheddle.io_uring=off"), file)).contains("read: 100000");
        assertThat(Files.readString(trace)).doesNotContain("io_uring");
        assumeRing();
        Child.run(behind, List.of(), file);
        assertThat(Files.readString(trace)).as("that strace sees such calls at all").contains("io_uring_setup");
    }

    @Test
    void liburingSwitchedOff_leavesTheRing() throws Exception {
        assumeRing();
        assertThat(Child.run(List.of(), List.of("-Dheddle.liburing=off"), file))
                .contains("kind: io_uring by system calls", "reason: \n", "read: 100000");
    }

    @Test
    void deniedNativeAccess_leadsToTheThreadPoolAndIsNamed() throws Exception {
        // The class path is not named, and so has no native access.
        List<String> options = List.of("--illegal-native-access=deny", "--enable-native-access=java.base");
        assertThat(Child.run(List.of(), options, file))
                .contains("kind: thread pool", "native access", "--enable-native-access", "read: 100000");
    }

    @Test
    void anotherUser_isDeniedAsInTheJdk() throws Exception {
        assumeRing();
        assumeTrue(Tools.isRoot() && Tools.has("setpriv"), "needs root and setpriv, to read as another user");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        assumeTrue(
                new ProcessBuilder("setpriv", "--reuid=65534", "test", "-r", System.getProperty("java.home") + "/release")
                                .start().waitFor() == 0
                        && new ProcessBuilder("setpriv", "--reuid=65534", "--clear-groups", "test", "-r",
                                        Path.of("target", "classes").toAbsolutePath().toString())
                                .start().waitFor() == 0,
                "another user cannot read the JDK or the classes here");
        List<String> behind = List.of(
                "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=-all");
        assertThat(Child.run(behind, List.of(), file))
                .contains("kind: io_uring", "failed: java.nio.file.AccessDeniedException: " + file + "\n");
    }

    @Test
    void noLockedMemoryForAnotherUser_stillReads() throws Exception {
        assumeTrue(Tools.isRoot() && Tools.has("setpriv") && Tools.has("prlimit"),
                "needs root, setpriv and prlimit, to be without the right to lock memory");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<String> behind = List.of("prlimit", "--memlock=0", "setpriv", "--reuid=65534", "--regid=65534",
                "--clear-groups", "--inh-caps=-all", "--bounding-set=-all");
        assertThat(Child.run(behind, List.of(), file)).contains("read: 100000");
    }
}
