package io.github.heddle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a limit leaves too little memory, too few descriptors or no threads. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(SkipReason.class)
class ScarceResourcesTest {

    /** The JVM has all its threads from the start, and takes none of those that are left to the ring. */
    private static final String[] FIXED_THREADS = {
        "-XX:+UseSerialGC",
        "-XX:-UseDynamicNumberOfCompilerThreads",
        "-Djdk.virtualThreadScheduler.parallelism=1",
        "-Djdk.virtualThreadScheduler.maxPoolSize=1"
    };

    private static Environment environment;

    @TempDir
    Path directory;

    @BeforeAll
    static void make(@TempDir Path directory) throws Exception {
        Engines.SYSTEM_CALLS.open().close(); // where nothing is to be had, nothing can be taken away
        assumeTrue(Tools.has("prlimit"), "prlimit is missing: install util-linux, it sets the limits");
        environment = Environment.in(directory);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noLockedMemory(boolean liburing) throws Exception {
        environment.launch().behind("prlimit", "--memlock=0:0").asAnotherUser().way(liburing).run()
                .assertThreads("io_uring_setup failed with ENOMEM (12)", "RLIMIT_MEMLOCK");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void littleLockedMemory_makesFewerAndSmallerRings(boolean liburing) throws Exception {
        Environment.Answer answer =
                environment.launch().behind("prlimit", "--memlock=65536:65536").asAnotherUser().way(liburing).run();
        answer.assertRing(liburing ? Backend.Kind.LIBURING : Backend.Kind.SYSTEM_CALLS);
        assertThat(answer.line("details: ")).containsPattern("rings=[1-3] of 4.*no more rings=.*RLIMIT_MEMLOCK");
    }

    /** The limit binds those without CAP_IPC_LOCK only. */
    @Test
    void noLockedMemoryForRoot_isNoMatter() throws Exception {
        assumeTrue(Tools.isRoot(), "needs root, whom the limit does not bind");
        environment.launch().behind("prlimit", "--memlock=0:0").run().assertRing(Backend.Kind.LIBURING);
    }

    @Test
    void noDescriptor() throws Exception {
        environment.launch().wish(EnvironmentChild.DESCRIPTORS + 0).run()
                .assertThreads("the JDK finds no functions of the C library", "RLIMIT_NOFILE");
    }

    /** The first descriptor is the mount table's, then each ring takes one, and one for its bell. */
    @Test
    void noDescriptorForTheRing() throws Exception {
        environment.launch().wish(EnvironmentChild.DESCRIPTORS + 1).run()
                .assertThreads("io_uring_setup failed with EMFILE (24)", "RLIMIT_NOFILE");
    }

    @Test
    void noDescriptorForTheBell() throws Exception {
        environment.launch().wish(EnvironmentChild.DESCRIPTORS + 2).run()
                .assertThreads("eventfd failed with EMFILE (24)", "RLIMIT_NOFILE");
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 6})
    void fewDescriptors_makeFewerRings(int free) throws Exception {
        Environment.Answer answer = environment.launch()
                .wish(EnvironmentChild.DESCRIPTORS + free, EnvironmentChild.UNCACHED)
                .run();
        answer.assertRight();
        assertThat(answer.isRing()).isTrue();
        assertThat(answer.line("details: ")).containsPattern("rings=[1-3] of 4.*no more rings=.*RLIMIT_NOFILE");
    }

    /** What is read through the ring needs no descriptor of the process; an open file does, here as in the JDK. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noDescriptorLater(boolean liburing) throws Exception {
        Environment.Answer answer =
                environment.launch().way(liburing).wish(EnvironmentChild.DESCRIPTORS_LATER + 0).run();
        answer.assertRing(liburing ? Backend.Kind.LIBURING : Backend.Kind.SYSTEM_CALLS);
        assertThat(answer.line("opened: ")).startsWith("java.nio.file.FileSystemException").endsWith("Too many open files");
    }

    /** With none the opener cannot start, with one no reaper, with two no worker, and with more there are fewer rings. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 6})
    void fewThreadsWhileItOpens(int free) throws Exception {
        try (Environment.Running child = environment.launch()
                .asAnotherUser()
                .option(FIXED_THREADS)
                .wish(EnvironmentChild.OPENING, EnvironmentChild.UNCACHED)
                .start()) {
            child.await(EnvironmentChild.OPENING);
            limitThreads(child.pid(), threads(child.pid()).size() + free);
            child.goOn();
            Environment.Answer answer = child.end();
            if (answer.isRing()) {
                answer.assertRight();
                assertThat(answer.line("details: ")).containsPattern("rings=[1-3] of 4.*no more rings=.*RLIMIT_NPROC");
            } else {
                answer.assertThreads("", "RLIMIT_NPROC");
            }
            assertThat(answer.isRing()).as(answer.output()).isEqualTo(free > 2);
            if (free == 2) {
                assertThat(answer.line("reason: ")).contains("failed with ECANCELED (125): the kernel could make no worker thread");
            }
        }
    }

    /** Files that nobody has looked up must be looked up by a worker of the kernel, of which there is one a ring. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noThreadsLater(boolean liburing) throws Exception {
        Path place = Environment.openToOthers(Files.createDirectory(directory.resolve("place")));
        Path empty = Environment.openToOthers(Files.createDirectory(directory.resolve("empty")));
        Environment.openToOthers(directory);
        try (Environment.Running child = environment.launch()
                .mounts("mount -t overlay overlay -o lowerdir=%s:%s %s".formatted(environment.files(), empty, place))
                .asAnotherUser()
                .option(FIXED_THREADS)
                .way(liburing)
                .at(place)
                .wish(EnvironmentChild.OPEN)
                .start()) {
            child.await(EnvironmentChild.OPEN);
            limitThreads(child.pid(), 1);
            child.goOn();
            Environment.Answer answer = child.end();
            answer.assertRing(liburing ? Backend.Kind.LIBURING : Backend.Kind.SYSTEM_CALLS);
        }
    }

    /** As the user itself: the kernel counts by the user, and root may not be asked. */
    private static void limitThreads(long pid, int most) throws Exception {
        List<String> command = new ArrayList<>(Tools.anotherUser());
        command.addAll(List.of("prlimit", "--pid", String.valueOf(pid), "--nproc=" + most + ":" + most));
        Tools.run(command.toArray(String[]::new));
    }

    private static List<Path> threads(long pid) throws IOException {
        try (Stream<Path> tasks = Files.list(Path.of("/proc", String.valueOf(pid), "task"))) {
            return tasks.toList();
        }
    }
}
