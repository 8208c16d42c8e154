package io.github.heddle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Signals interrupt whatever system call a thread is in. A profiler sends them, and so does anybody who likes to. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(SkipReason.class)
class SignalStormTest {

    private static final Path STORM = Path.of("src", "test", "faults", "signal_storm.py").toAbsolutePath();
    private static final String SECONDS = "2";

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(names = {"LIBURING", "SYSTEM_CALLS", "THREADS"})
    void signalsToAllThreads_disturbNoRead(Setup setup) throws Exception {
        assumeTrue(Tools.has("python3"), "python3 is missing: install it, it runs signal_storm.py");
        assumeTrue(!"off".equals(System.getProperty("heddle.io_uring")), "io_uring is switched off");
        Path file = Files.write(directory.resolve("file"), ContractSuite.bytes(300_000));
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Xlog:disable", // of each signal to the launcher's own thread
                        "-XX:StartFlightRecording:filename=" + directory.resolve("recording.jfr")
                                + ",jdk.ExecutionSample#period=1ms,jdk.NativeMethodSample#period=1ms"
                                + ",jdk.CPUTimeSample#enabled=true,jdk.CPUTimeSample#throttle=1ms",
                        "-cp", Child.classPath(), DisturbedChild.class.getName(),
                        file.toString(), setup.name())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output = child.inputReader()) {
            String line;
            do {
                line = output.readLine();
            } while (line != null && !line.equals("reading"));
            String signals = Tools.run("python3", STORM.toString(), Long.toString(child.pid()), SECONDS).strip();
            child.getOutputStream().close();
            String told = output.lines().collect(Collectors.joining("\n"));
            assertThat(child.waitFor()).as(told).isZero();
            assertThat(Integer.parseInt(signals)).as("signals").isGreaterThan(1000);
            String way = setup.engine() == Engines.THREADS ? "false, by the ring 0" : "true, by the ring [1-9]\\d*";
            assertThat(told).containsPattern("on a ring " + way + ", left 0, reads [1-9]\\d*, wrong 0");
            System.out.println("storm on " + setup + ": " + signals + " signals; " + told.replace("\n", "; "));
        } finally {
            child.destroyForcibly();
        }
    }
}
