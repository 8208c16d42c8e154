package io.github.heddle;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Symbolic links, to where they lead. */
class LinksContractTest extends ContractSuite {

    private int links;

    LinksContractTest(Setup setup) {
        super(setup);
    }

    private Path linkTo(String target) throws Exception {
        return Files.createSymbolicLink(directory.resolve("link-" + links++), Path.of(target));
    }

    private Path linkTo(Path target) throws Exception {
        return linkTo(target.toString());
    }

    @Test
    void link_isFollowed() throws Exception {
        Path file = fileOf("file", 70_000);
        Path inner = Files.createDirectories(directory.resolve("a/b"));
        Files.write(inner.resolve("file"), bytes(2000));
        for (Path link : List.of(linkTo(file), linkTo("file"), linkTo("./a/../file"), linkTo("a/b/file"))) {
            check.same(link);
            check.same(link, 1000, 500);
            check.same(link.resolve("below"));
        }
        // A relative link starts where the link lies, not where the path came from.
        Files.createSymbolicLink(inner.resolve("up"), Path.of("../../file"));
        Files.createSymbolicLink(inner.resolve("beside"), Path.of("file"));
        check.same(inner.resolve("up"));
        check.same(inner.resolve("beside"));
    }

    @Test
    void danglingLink_isMissing() throws Exception {
        for (Path link : List.of(linkTo(directory.resolve("nowhere")), linkTo("nowhere"), linkTo("nowhere/file"))) {
            check.same(link);
            check.same(link, 0, 10);
        }
    }

    @Test
    void linkToADirectory_isOne() throws Exception {
        Files.createDirectory(directory.resolve("a"));
        Files.write(directory.resolve("a/file"), bytes(3000));
        for (Path link : List.of(linkTo("a"), linkTo("a/"), linkTo("."), linkTo(".."), linkTo(directory), linkTo("/"))) {
            check.same(link);
            check.same(link, 0, 10);
            check.same(link.resolve("file"));
            check.same(link.resolve("../file"));
        }
    }

    @Test
    void linkToAFile_isNoDirectory() throws Exception {
        Path file = fileOf("file", 100);
        for (Path link : List.of(linkTo(file + "/"), linkTo("file/."), linkTo("file/below"), linkTo("file/.."))) {
            check.same(link);
        }
    }

    @Test
    void loops_areRefused() throws Exception {
        Path toItself = linkTo(directory.resolve("link-0"));
        Path toTheOther = linkTo("link-2");
        Path andBack = linkTo("link-1");
        Path below = linkTo("link-3/x");
        for (Path loop : List.of(toItself, toTheOther, andBack, below)) {
            check.same(loop);
            check.same(loop, 5, 5);
            check.same(loop.resolve("below"));
            check.same(loop.resolve("../file"));
        }
    }

    @Test
    void chainOfLinks_endsAtForty() throws Exception {
        Path end = fileOf("file", 5000);
        Files.createDirectory(directory.resolve("d"));
        Files.write(directory.resolve("d/file"), bytes(300));
        Path toFile = end;
        Path toDirectory = directory.resolve("d");
        for (int i = 1; i <= 42; i++) {
            toFile = linkTo(i % 2 == 0 ? toFile : toFile.getFileName());
            toDirectory = linkTo(toDirectory);
            if (i >= 38) {
                check.same(toFile);
                check.same(toDirectory);
                check.same(toDirectory.resolve("file"));
            }
        }
        Path link = linkTo(".");
        for (int count : List.of(1, 39, 40, 41)) {
            check.same(directory.resolve((link.getFileName() + "/").repeat(count) + "file"));
        }
    }

    @Test
    void linkWithALongTarget_isRefusedByItsParts() throws Exception {
        check.same(linkTo("n".repeat(255)));
        check.same(linkTo("n".repeat(256)));
        check.same(linkTo("d/".repeat(2000) + "file"));
        fileOf("file", 10);
        check.same(linkTo("./".repeat(2000) + "file"));
    }

    @Test
    void linkOntoAnotherMount_isFollowed() throws Exception {
        Path elsewhere = Path.of("/dev/shm");
        assumeTrue(Files.isWritable(elsewhere), "/dev/shm is not to be written, which is a mount of its own");
        Path there = Files.createTempDirectory(elsewhere, "heddle");
        try {
            Files.write(there.resolve("file"), bytes(100_000));
            Files.createSymbolicLink(there.resolve("back"), fileOf("file", 5000));
            check.same(linkTo(there.resolve("file")));
            check.same(linkTo(there.resolve("file")), 70_000, 90_000);
            check.same(linkTo(there.resolve("missing")));
            check.same(linkTo(there.resolve("file/below")));
            check.same(linkTo(there));
            check.same(linkTo(there).resolve("file"));
            check.same(linkTo(there.resolve("back")));
            check.same(there.resolve("back"));
            check.same(linkTo(there).resolve("../.."));
        } finally {
            Files.deleteIfExists(there.resolve("file"));
            Files.deleteIfExists(there.resolve("back"));
            Files.delete(there);
        }
    }

    @Test
    void linkIntoTheKernelsOwnFiles_isFollowed() throws Exception {
        fileOf("file", 5000);
        for (String target : List.of(
                "/proc/version", "/proc/self/nothing", "/proc", "/dev/null", "/sys/kernel/mm/transparent_hugepage/enabled",
                "/proc/self/cwd/pom.xml", "/proc/self/root" + directory + "/file", "/proc/self/fd/99999")) {
            check.same(linkTo(target));
            check.same(Path.of(target));
        }
        check.same(Path.of("/proc/self/exe"));
    }
}
