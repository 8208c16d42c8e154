package io.github.heddle;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a call of io_uring, or one thing that it is asked for, is refused: by a filter, as an old kernel would, for want of memory. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(SkipReason.class)
class RefusedRingTest {

    private static final String PROFILE = "seccomp profile";
    private static final String KERNEL = "run on Linux 6.1 or newer";
    private static final String MEMORY = "RLIMIT_MEMLOCK";
    private static final String DESCRIPTORS = "RLIMIT_NOFILE";

    private static Environment environment;

    @BeforeAll
    static void make(@TempDir Path directory) throws Exception {
        Engines.SYSTEM_CALLS.open().close(); // where nothing is to be had, nothing can be taken away
        environment = Environment.in(directory);
    }

    @ParameterizedTest
    @CsvSource({
        "EPERM, io_uring_setup failed with EPERM (1): a seccomp filter denies it, " + PROFILE,
        "ENOSYS, io_uring_setup failed with ENOSYS (38): the kernel has no io_uring, " + PROFILE,
        "EACCES, io_uring_setup failed with EACCES (13): a security policy denies it, policy"
    })
    void allCalls(String errno, String reason, String remedy) throws Exception {
        for (boolean liburing : new boolean[] {true, false}) {
            environment.launch().denied("--errno", errno).way(liburing).run().assertThreads(reason, remedy);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "setup, EPERM, 1, a seccomp filter denies it, " + PROFILE,
        "setup, ENOSYS, 38, the kernel has no io_uring, " + PROFILE,
        "setup, EINVAL, 22, lacks what is asked of it, " + KERNEL,
        "setup, ENOMEM, 12, the limit of locked memory is too low, " + MEMORY,
        "setup, EMFILE, 24, the limit of open files is too low, " + DESCRIPTORS,
        "setup, ENFILE, 23, too many files open, fs.file-max",
        "enter, EPERM, 1, a seccomp filter denies it, " + PROFILE,
        "enter, ENOSYS, 38, the kernel has no io_uring, " + PROFILE,
        "register, EPERM, 1, a seccomp filter denies it, " + PROFILE,
        "register, ENOSYS, 38, the kernel has no io_uring, " + PROFILE,
        "register, ENOMEM, 12, the limit of locked memory is too low, " + MEMORY
    })
    void oneCall(String call, String errno, int number, String why, String remedy) throws Exception {
        String reason = "io_uring_%s failed with %s (%d): ".formatted(call, errno, number);
        // What matters most is tried both ways, all else by one of them.
        boolean[] ways = errno.equals("EPERM") ? new boolean[] {true, false} : new boolean[] {number % 2 == 0};
        for (boolean liburing : ways) {
            environment.launch().denied("--errno", errno, "--only", call).way(liburing).run()
                    .assertThreads(reason, remedy)
                    .assertThreads(why, remedy);
        }
    }

    /** The kernels before 6.1 each lack some of these, and flags that only the whole call can stand for here. */
    @ParameterizedTest
    @CsvSource({"RESTRICTIONS, 11", "ENABLE_RINGS, 12", "FILES2, 13", "IOWQ_MAX_WORKERS, 19"})
    void oneThingToRegister(String name, int opcode) throws Exception {
        environment.launch().denied("--errno", "EINVAL", "--opcode", String.valueOf(opcode)).way(opcode % 2 == 0).run()
                .assertThreads("io_uring_register failed with EINVAL (22): the kernel, Linux ", KERNEL);
    }

    @Test
    void oldKernel_isToldFromAFilter() throws Exception {
        environment.launch().denied("--errno", "EINVAL", "--only", "setup").option("-Dos.version=5.15.0-1").run()
                .assertThreads("the kernel is too old: Linux 5.15.0-1", KERNEL);
    }
}
