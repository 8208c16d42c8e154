package io.github.heddle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A process that gets other rights, another root or another program while its ring is open. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(SkipReason.class)
class ChangedProcessTest {

    private static final int FILES = 16;

    @TempDir
    Path directory;

    @BeforeEach
    void needsRights() throws Exception {
        assumeTrue(NativeCalls.areKnown(), "needs x86-64: the numbers of its system calls are written down");
        assumeTrue(Tools.isRoot(), "needs root, to give its rights away");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createDirectory(directory.resolve("files"));
        Files.createDirectory(directory.resolve("working"));
    }

    private void makeSecrets() throws Exception {
        for (int i = 0; i < FILES; i++) {
            Path file = Files.writeString(directory.resolve("files").resolve("" + i), "a secret of root's");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
    }

    private String run(String change, Setup setup) throws Exception {
        return run(change, setup, Child.classPath());
    }

    private String run(String change, Setup setup, String classPath) throws Exception {
        setup.open().close(); // where it cannot be had, the test is skipped
        return Child.run(
                ChangedProcess.class,
                classPath,
                List.of("env", "--chdir=" + directory.resolve("working")),
                List.of(),
                List.of(change, setup.name(), directory.toString()));
    }

    /** On a file system of its own that was mounted just now, so that the kernel's workers have to open the files. */
    @ParameterizedTest
    @EnumSource(names = {"LIBURING_CACHED", "SYSTEM_CALLS", "THREADS_CACHED"})
    void rightsThatTheProcessGivesAway_areGoneForEveryRead(Setup setup) throws Exception {
        assumeTrue(Tools.has("mkfs.ext4"), "mkfs.ext4 is missing: install e2fsprogs, it makes the file system");
        String image = directory.resolve("image").toString();
        String point = directory.resolve("files").toString();
        Tools.run("truncate", "--size=8M", image);
        Tools.run("mkfs.ext4", "-q", "-F", image);
        try {
            Tools.run("mount", "-o", "loop", image, point);
            makeSecrets();
            Tools.run("umount", point);
            Tools.run("mount", "-o", "loop", image, point);
            assertThat(run("setresuid", setup, Child.copiedClassPath(directory.resolve("classes")))).isEqualTo("""
                    before: virtual reads, here reads, open reads, jdk reads
                    after: virtual denied, here denied, open denied, jdk denied
                    """);
        } finally {
            new ProcessBuilder("umount", "-l", point).start().waitFor();
        }
    }

    /**
     * Told in SECURITY.md: what one thread gives away or is denied does not bind its reads, which the reaper makes. And a
     * filter, also one of all threads, sees the calls that enter the ring, and not what is asked for in it.
     */
    @ParameterizedTest
    @CsvSource({
        "setresuid-of-a-thread, SYSTEM_CALLS", "landlock-of-a-thread, LIBURING_CACHED", "seccomp, LIBURING_CACHED"
    })
    void whatBindsAThreadOrItsCalls_doesNotBindTheRing(String change, Setup setup) throws Exception {
        makeSecrets();
        String told = run(change, setup);
        assumeTrue(!told.contains("no landlock"), "the kernel has no Landlock, or it is not switched on");
        assertThat(told).isEqualTo("""
                before: virtual reads, here reads, open reads, jdk reads
                after: virtual reads, here reads, open reads, jdk denied
                """);
    }

    @Test
    void seccompFilterThatDeniesOpens_bindsThePool() throws Exception {
        makeSecrets();
        assertThat(run("seccomp", Setup.THREADS)).isEqualTo("""
                before: virtual reads, here reads, open reads, jdk reads
                after: virtual denied, here denied, open denied, jdk denied
                """);
    }

    @Test
    void otherRoot_isWhereAbsolutePathsBegin() throws Exception {
        makeSecrets();
        assertThat(run("chroot", Setup.SYSTEM_CALLS).lines())
                .hasSize(5)
                .allSatisfy(line -> assertThat(line).contains(" same: "))
                .anySatisfy(line -> assertThat(line).startsWith("/0 same: 18 bytes"));
    }

    /** The control is open as libc opens files by default: it shows that the other program can see such ones. */
    @ParameterizedTest
    @EnumSource(names = {"LIBURING_CACHED", "SYSTEM_CALLS"})
    void otherProgram_inheritsNoDescriptor(Setup setup) throws Exception {
        makeSecrets();
        Files.createFile(directory.resolve("control"));
        assertThat(run("exec", setup))
                .contains("open: 3, bytes read: ", directory + "/control")
                .doesNotContain("io_uring", "eventfd", "mountinfo", directory + "/files");
    }

    @Test
    void workingDirectoryWhoseNameIsSwapped_isWhereRelativePathsBegin() throws Exception {
        Files.writeString(directory.resolve("working/file"), "working");
        Files.writeString(Files.createDirectory(directory.resolve("other")).resolve("file"), "another one");
        assertThat(run("swap-working-directory", Setup.SYSTEM_CALLS))
                .contains("wrong: 0 of 1000")
                .doesNotContain("by the pool: 1000"); // then it would have shown nothing
    }
}
