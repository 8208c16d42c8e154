package io.github.heddle;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What relative paths resolve against where {@code user.dir} and the working directory are not those of the start. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith({SkipReason.class, Tally.class})
class WorkingDirectoryContractTest {

    @TempDir
    Path directory;

    @Test
    void userDirThatIsSet_isWhatRelativePathsResolveAgainst() throws Exception {
        Files.writeString(directory.resolve("file"), "the contents of a file");
        Files.createDirectory(directory.resolve("a"));
        DifferentialProcess.onAllSetups()
                .option("-Duser.dir=" + directory)
                .whole("file", "./file", "a/../file", "a", "", ".", "missing", "file/below", "pom.xml", "../../../etc/passwd")
                .whole(directory + "/file")
                .range("file", 10, 5)
                .assertSame();
    }

    @Test
    void userDirThatIsMissing_failsTheSameWay() throws Exception {
        Files.writeString(directory.resolve("file"), "the contents of a file");
        DifferentialProcess.onAllSetups()
                .option("-Duser.dir=" + directory.resolve("missing"))
                .whole("file", "../file", "", directory + "/file")
                .assertSame();
    }

    @Test
    void workingDirectoryThatIsMoved_isFollowed() throws Exception {
        Path working = Files.createDirectory(directory.resolve("working"));
        Files.writeString(working.resolve("file"), "moved");
        Files.writeString(directory.resolve("above"), "above");
        DifferentialProcess.onAllSetups()
                .behind("env", "--chdir=" + working)
                .moving(working, directory.resolve("elsewhere"))
                .whole("file", "../above", "missing", "", working + "/file")
                .range("file", 1, 3)
                .assertSame();
    }

    /**
     * The JDK hands a relative path to the kernel as it is, unless {@code user.dir} was set, and the kernel starts where
     * the process is. A path that was made absolute starts at the name, and finds what was put there since.
     */
    @Test
    void workingDirectoryThatIsMovedAndReplaced_isFollowed() throws Exception {
        Path working = Files.createDirectory(directory.resolve("working"));
        Path next = Files.createDirectory(directory.resolve("next"));
        Files.writeString(working.resolve("file"), "moved");
        Files.writeString(next.resolve("file"), "put in its place");
        DifferentialProcess.onAllSetups()
                .behind("env", "--chdir=" + working)
                .moving(working, directory.resolve("elsewhere"))
                .moving(next, working)
                .whole("file", "./file", "missing", working + "/file")
                .range("file", 1, 3)
                .assertSame();
    }
}
