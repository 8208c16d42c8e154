package io.github.heddle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Where {@code kernel.io_uring_disabled} denies the ring.
 *
 * <p>There is one such switch for the whole machine, and others use it. So most tests show their process a file in its
 * place, and have a filter answer what the kernel would. Only one changes the switch itself, if it is asked to.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(SkipReason.class)
class SysctlTest {

    private static final Path SWITCH = Path.of("/proc/sys/kernel/io_uring_disabled");

    private static Environment environment;

    @TempDir
    Path directory;

    @BeforeAll
    static void make(@TempDir Path directory) throws Exception {
        Engines.SYSTEM_CALLS.open().close(); // where nothing is to be had, nothing can be taken away
        assumeTrue(Files.exists(SWITCH), SWITCH + " is missing: it came with Linux 6.6");
        environment = Environment.in(directory);
    }

    @ParameterizedTest
    @CsvSource({
        "1, io_uring is for privileged processes only (kernel.io_uring_disabled = 1), kernel.io_uring_group",
        "2, io_uring is switched off on this machine (kernel.io_uring_disabled = 2), sysctl kernel.io_uring_disabled=0"
    })
    void valueShownToTheProcess(String value, String reason, String remedy) throws Exception {
        shown(value).denied("--only", "setup").run().assertThreads(reason, remedy);
    }

    /** The switch has no say in any other call. */
    @Test
    void filterBesideTheSwitch_isNamed() throws Exception {
        shown("1").denied("--only", "register").run().assertThreads("a seccomp filter denies it", "seccomp profile");
    }

    private Environment.Launch shown(String value) throws IOException {
        Path file = Files.writeString(directory.resolve("io_uring_disabled"), value + "\n");
        return environment.launch().mounts("mount --bind %s %s".formatted(file, SWITCH));
    }

    @ParameterizedTest
    @CsvSource({"1, true", "2, false"})
    void valueOfTheMachine(String value, boolean ringForRoot) throws Exception {
        assumeTrue(
                "change".equals(System.getProperty("heddle.test.sysctl")),
                "changes a setting that everybody on the machine feels: -Dheddle.test.sysctl=change asks for it");
        try (Environment.Running root = environment.launch().wish(EnvironmentChild.OPENING).start();
                Environment.Running other =
                        environment.launch().asAnotherUser().wish(EnvironmentChild.OPENING).start()) {
            root.await(EnvironmentChild.OPENING);
            other.await(EnvironmentChild.OPENING);
            // Only as long as the two are opening their rings.
            try (Switch set = new Switch(value)) {
                assertThat(set.value()).isEqualTo(value);
                root.goOn();
                other.goOn();
                root.await("details: ");
                other.await("details: ");
            }
            String reason = "(kernel.io_uring_disabled = " + value + ")";
            other.end().assertThreads(reason, "sysctl kernel.io_uring_disabled=0");
            if (ringForRoot) {
                root.end().assertRing(Backend.Kind.LIBURING);
            } else {
                root.end().assertThreads(reason, "sysctl kernel.io_uring_disabled=0");
            }
        }
    }

    /** The machine's switch, set until it is closed, or the JVM ends in between. */
    private static final class Switch implements AutoCloseable {

        private final String before;
        private final Thread restorer = new Thread(this::restore);

        Switch(String value) throws IOException {
            before = value();
            Runtime.getRuntime().addShutdownHook(restorer);
            Files.writeString(SWITCH, value);
        }

        String value() throws IOException {
            return Files.readString(SWITCH).strip();
        }

        private void restore() {
            try {
                Files.writeString(SWITCH, before);
            } catch (IOException e) {
                throw new UncheckedIOException(SWITCH + " was " + before + ", and is to be so again", e);
            }
        }

        @Override
        public void close() {
            restore();
            Runtime.getRuntime().removeShutdownHook(restorer);
        }
    }
}
