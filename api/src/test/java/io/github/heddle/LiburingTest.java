package io.github.heddle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where liburing is missing, too old or broken: the ring is driven by system calls. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(SkipReason.class)
class LiburingTest {

    private static final String NAME = "liburing.so.2";

    private static Environment environment;

    @TempDir
    Path directory;

    @BeforeAll
    static void make(@TempDir Path directory) throws Exception {
        Engines.SYSTEM_CALLS.open().close(); // where nothing is to be had, nothing can be taken away
        environment = Environment.in(directory);
    }

    private void assertSystemCalls(Environment.Answer answer) {
        answer.assertRing(Backend.Kind.SYSTEM_CALLS);
        assertThat(answer.line("details: ")).contains("liburing=none found that is 2.3 or newer");
    }

    /** In a layer over its directory, where it is deleted. */
    @Test
    void missing() throws Exception {
        Path place = placeOfLibrary();
        Path upper = Files.createDirectory(directory.resolve("upper"));
        Path work = Files.createDirectory(directory.resolve("work"));
        assertSystemCalls(environment.launch()
                .mounts("mount -t overlay overlay -o lowerdir=%1$s,upperdir=%2$s,workdir=%3$s %1$s && rm %1$s/%4$s"
                        .formatted(place, upper, work, NAME))
                .wish(EnvironmentChild.UNCACHED)
                .run());
    }

    private static Path placeOfLibrary() throws Exception {
        String maps = environment.launch().run().assertRing(Backend.Kind.LIBURING).line("details: ");
        Path library = Path.of(maps.replaceFirst(".*liburing=([^,]*).*", "$1"));
        assumeTrue(library.isAbsolute(), "liburing is missing: install liburing2, to be taken away");
        return Objects.requireNonNull(library.getParent());
    }

    /** Before 2.3 some of the functions were missing. */
    @ParameterizedTest
    @ValueSource(strings = {"io_uring_submit_and_get_events", "io_uring_register"})
    void tooOld(String missing) throws Exception {
        assumeTrue(Tools.has("gcc"), "gcc is missing: install it, it makes an old liburing");
        StringBuilder source = new StringBuilder();
        for (String function : new String[] {
            "io_uring_queue_init_params", "io_uring_submit_and_wait", "io_uring_submit_and_get_events",
            "io_uring_register", "io_uring_queue_exit"
        }) {
            if (!function.equals(missing)) {
                source.append("int ").append(function).append("(void) { __builtin_trap(); }\n");
            }
        }
        Path code = Files.writeString(directory.resolve("old.c"), source);
        Tools.run("gcc", "-shared", "-fPIC", "-Wl,-soname," + NAME, "-o", directory.resolve(NAME).toString(), code.toString());
        assertSystemCalls(runWithLibraryHere());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "this is no library"})
    void broken(String content) throws Exception {
        Files.writeString(directory.resolve(NAME), content);
        assertSystemCalls(runWithLibraryHere());
    }

    private Environment.Answer runWithLibraryHere() throws Exception {
        return environment.launch()
                .behind("env", "LD_LIBRARY_PATH=" + directory)
                .wish(EnvironmentChild.UNCACHED)
                .run();
    }
}
