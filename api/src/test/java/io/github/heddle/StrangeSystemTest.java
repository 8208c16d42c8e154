package io.github.heddle;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where there is no /proc, or one that cannot be written to, or no Linux on a known processor. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(SkipReason.class)
class StrangeSystemTest {

    private static Environment environment;

    @BeforeAll
    static void make(@TempDir Path directory) throws Exception {
        Engines.SYSTEM_CALLS.open().close(); // where nothing is to be had, nothing can be taken away
        environment = Environment.in(directory);
    }

    @ParameterizedTest
    @ValueSource(strings = {"umount -l /proc", "mount -t tmpfs none /proc"})
    void noProc(String script) throws Exception {
        // The launcher finds its own libraries by /proc.
        String libraries = System.getProperty("java.home") + "/lib";
        environment.launch()
                .mounts(script)
                .behind("env", "LD_LIBRARY_PATH=" + libraries + ":" + libraries + "/server")
                .wish(EnvironmentChild.UNCACHED)
                .run()
                .assertThreads("opening /proc/self/mountinfo failed with ENOENT (2): /proc is not mounted", "mount -t proc proc /proc");
    }

    /** By "bind" it is the mount that is made so; without, it would be the file system, everybody's. */
    @Test
    void readOnlyProc_isEnough() throws Exception {
        environment.launch().mounts("mount -o remount,ro,bind /proc").wish(EnvironmentChild.UNCACHED).run()
                .assertRing(Backend.Kind.LIBURING);
    }

    /** Not one call of the kernel's is made by its number: elsewhere that would be another call. */
    @ParameterizedTest
    @CsvSource({"os.name, Plan 9, Plan 9 on ", "os.arch, riscv64, Linux on riscv64"})
    void unknownSystem(String property, String value, String named) throws Exception {
        environment.launch().option("-D" + property + "=" + value).wish(EnvironmentChild.UNCACHED).run()
                .assertThreads("io_uring is Linux's, and this is " + named, "run on Linux 6.1 or newer, on x86-64 or AArch64");
    }
}
