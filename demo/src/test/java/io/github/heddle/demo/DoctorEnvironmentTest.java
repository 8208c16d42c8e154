package io.github.heddle.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The doctor in a process that has no ring. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DoctorEnvironmentTest {
    private static final Path DENY = Path.of("..", "api", "src", "test", "faults", "deny_uring.py").toAbsolutePath();
    private static final String GRANTED = "--enable-native-access=ALL-UNNAMED";

    @Test
    void deniedCalls_haveCauseAndRemedy() throws Exception {
        assumeTrue(runs("python3", "--version"), "python3 is missing: install it, it runs deny_uring.py");
        List<String> behind = List.of("python3", DENY.toString(), "--errno", "EPERM");
        assertThat(doctor(3, behind, List.of(GRANTED)))
                .containsPattern("why +io_uring_setup failed with EPERM \\(1\\): a seccomp filter denies it")
                .containsPattern("what to do +allow io_uring_setup, io_uring_enter and io_uring_register");
    }

    @Test
    void switchedOffRing_hasCauseAndRemedy() throws Exception {
        assertThat(doctor(3, List.of(), List.of(GRANTED, "-Dheddle.io_uring=off")))
                .containsPattern("why +io_uring is switched off by -Dheddle.io_uring=off")
                .containsPattern("what to do +leave the property out");
    }

    @Test
    void deniedNativeAccess_hasCauseAndRemedy() throws Exception {
        List<String> options = List.of("--illegal-native-access=deny", "--enable-native-access=java.base");
        assertThat(doctor(3, List.of(), options))
                .containsPattern("why +native access is denied")
                .containsPattern("what to do +start java with --enable-native-access");
    }

    private static boolean runs(String... command) throws Exception {
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    /** Runs it in a JVM of its own. {@return what it printed} */
    private static String doctor(int status, List<String> behind, List<String> options) throws Exception {
        List<String> command = new ArrayList<>(behind);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        String classPath = Stream.of("jdk.module.path", "java.class.path")
                .map(property -> System.getProperty(property, ""))
                .reduce((modules, classes) -> modules + ":" + classes)
                .orElseThrow();
        command.addAll(List.of("-cp", classPath, Main.class.getName(), "doctor"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isEqualTo(status);
        return output;
    }
}
