package io.github.heddle;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What another user than root may read. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith({SkipReason.class, Tally.class})
class PermissionsContractTest {

    private static final String[] AS_NOBODY = {
        "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=-all", "--bounding-set=-all"
    };

    @TempDir
    Path directory;

    @BeforeEach
    void needsAnotherUser() throws Exception {
        assumeTrue(Tools.isRoot() && Tools.has("setpriv"), "needs root and setpriv, to read as another user");
        allow(directory, "rwxr-xr-x");
    }

    private static void allow(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private Path file(String name, String permissions) throws IOException {
        Path file = Files.writeString(directory.resolve(name), "the contents of " + name);
        allow(file, permissions);
        return file;
    }

    private Path directory(String name, String permissions) throws IOException {
        Path parent = Files.createDirectory(directory.resolve(name));
        Files.createDirectory(parent.resolve("below"));
        allow(file(name + "/file", "rw-r--r--"), "rw-r--r--");
        allow(file(name + "/below/file", "rw-r--r--"), "rw-r--r--");
        allow(parent, permissions);
        return parent;
    }

    private DifferentialProcess asNobody() throws Exception {
        return DifferentialProcess.onAllSetups()
                .behind(AS_NOBODY)
                .classPath(Child.copiedClassPath(directory.resolve("classes")))
                .option("-Djava.io.tmpdir=" + directory);
    }

    @Test
    void filesOfOthers_areReadOrDeniedAsInTheJdk() throws Exception {
        Path closed = file("closed", "rw-------");
        Path group = file("group", "rw-rw----");
        Path open = file("open", "r--r--r--");
        Path written = file("only-to-be-written", "-w--w--w-");
        Path toClosed = Files.createSymbolicLink(directory.resolve("to-closed"), closed);
        Path toOpen = Files.createSymbolicLink(directory.resolve("to-open"), open);
        asNobody()
                .whole(closed, group, open, written, toClosed, toOpen, closed.resolve("below"), open.resolve("below"))
                .range(closed, 0, 10)
                .range(open, 4, 8)
                .assertSame();
    }

    @Test
    void directoriesOfOthers_areSearchedOrDeniedAsInTheJdk() throws Exception {
        DifferentialProcess child = asNobody();
        for (Path parent : List.of(
                directory("open-directory", "rwxr-xr-x"),
                directory("closed", "rwx------"),
                directory("only-to-be-searched", "rwx--x--x"),
                directory("only-to-be-listed", "rwxr--r--"))) {
            Path link = Files.createSymbolicLink(directory.resolve("to-" + parent.getFileName()), parent);
            child.whole(
                    parent, parent.resolve("file"), parent.resolve("missing"), parent.resolve("file/below"),
                    parent.resolve("below/file"), parent.resolve("below"), parent.resolve("../only-to-be-searched/file"),
                    link, link.resolve("file"), link.resolve("missing"));
        }
        child.assertSame();
    }

    @Test
    void linkOfAnotherInASharedDirectory_isFollowedOrNotAsTheKernelIsSet() throws Exception {
        Path shared = Files.createDirectory(directory.resolve("shared"));
        Path link = Files.createSymbolicLink(shared.resolve("link"), file("file", "rw-r--r--"));
        Tools.run("chmod", "1777", shared.toString());
        Tools.run("chown", "--no-dereference", "65533", link.toString());
        asNobody().whole(link, shared.resolve("missing")).assertSame();
    }

    @Test
    void kernelsFilesThatOnlyRootReads_areDenied() throws Exception {
        asNobody()
                .whole(
                        "/proc/1/environ", "/proc/1/mem", "/proc/1/cwd/x", "/proc/kmsg", "/etc/shadow", "/root", "/root/file",
                        "/sys/bus/cpu/drivers_probe", "/proc/sys/kernel/ostype", "/proc/1/status/below")
                .assertSame();
    }

    @Test
    void workingDirectoryThatMayNotBeSearched_failsAsInTheJdk() throws Exception {
        Path closed = directory("closed", "rwx------");
        String inside = "cd '" + closed + "' && exec \"$@\"";
        DifferentialProcess child = DifferentialProcess.onAllSetups()
                .behind("sh", "-c", inside, "sh")
                .behind(AS_NOBODY)
                .classPath(Child.copiedClassPath(directory.resolve("classes")));
        child.whole("file", "below/file", "missing", "", closed.resolve("file"), "../classes").assertSame();
    }
}
