package io.github.heddle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a file can be called, and how a path can be spelled. */
class NamesContractTest extends ContractSuite {

    private static final int LONGEST_PATH = 4095;

    NamesContractTest(Setup setup) {
        super(setup);
    }

    @Test
    void unusualNames_areReadAndMissed() throws Exception {
        List<String> names = List.of(
                " ", " a b\tc\nd", "\n", "\u0001\u007f", "-rf", "~", "$HOME", "*?[a]", "a\\b", "\"'`", "%41", "a:b", "...",
                "#", "ä", "€", "𝄞", "ä€𝄞", "e\u0301", "\u202Eabc", "\uFFFE", "\uFEFFbom", "\uFFFD");
        for (String name : names) {
            Path path = directory.resolve(name);
            check.same(path);
            Files.writeString(path, "of " + name);
            check.same(path);
            check.same(path, 1, 3);
        }
    }

    @Test
    void nameThatIsNoUtf8_isFoundByItsBytes() throws Exception {
        // A byte that starts nothing, a character cut short, one in too many bytes, half a surrogate pair, one too high.
        for (String name : List.of("a\\377b", "\\342\\202", "\\300\\257", "\\355\\240\\200", "\\364\\220\\200\\200")) {
            Path parent = Files.createTempDirectory(directory, "raw");
            Process made = new ProcessBuilder("sh", "-c", "printf bytes > \"$(printf '" + name + "')\"")
                    .directory(parent.toFile())
                    .start();
            assertThat(made.waitFor()).isZero();
            Path path = onlyEntryOf(parent);
            check.same(path);
            check.same(path, 1, 2);
            check.same(path.resolve("below"));
            Files.delete(path);
            check.same(path);
        }
    }

    @Test
    void nameThatIsNoUtf8_isNotTakenForTheOneThatIsShown() throws Exception {
        Process made = new ProcessBuilder("sh", "-c", "printf raw > \"$(printf 'a\\377')\"")
                .directory(directory.toFile())
                .start();
        assertThat(made.waitFor()).isZero();
        Path raw = onlyEntryOf(directory);
        Path shown = Files.writeString(directory.resolve("a\uFFFD"), "shown");
        check.same(raw);
        check.same(shown);
    }

    private static Path onlyEntryOf(Path parent) throws Exception {
        try (var listing = Files.list(parent)) {
            List<Path> paths = listing.toList();
            assertThat(paths).hasSize(1);
            return paths.getFirst();
        }
    }

    @Test
    void longestNames_areReadAndLongerOnesRefused() throws Exception {
        for (String name : List.of("n".repeat(255), "ä".repeat(127) + "n", "€".repeat(85), "𝄞".repeat(63) + "nnn")) {
            check.same(directory.resolve(name));
            check.same(Files.writeString(directory.resolve(name), name));
            check.same(directory.resolve(name + "n"));
            check.same(directory.resolve(name + "n").resolve("below"));
        }
        check.same(directory.resolve("n".repeat(100_000)));
    }

    @Test
    void longestPaths_areReadAndLongerOnesRefused() throws Exception {
        Path parent = directory;
        while (parent.toString().length() < LONGEST_PATH - 250) {
            parent = Files.createDirectory(parent.resolve("d".repeat(200)));
        }
        for (int length = LONGEST_PATH - 2; length <= LONGEST_PATH + 2; length++) {
            Path path = parent.resolve("n".repeat(length - 1 - parent.toString().length()));
            assertThat(path.toString()).hasSize(length);
            check.same(path);
            if (length <= LONGEST_PATH) {
                check.same(Files.writeString(path, "length " + length));
            }
        }
        check.same(directory.resolve("d/".repeat(2500)));
        check.same(directory.resolve("d/".repeat(100_000)));
    }

    @Test
    void longestSpellingsOfAShortPath_areReadAndLongerOnesRefused() throws Exception {
        fileOf("file", 100);
        int fixed = directory.toString().length() + "/file".length();
        for (int dots : List.of((LONGEST_PATH - fixed) / 2 - 1, (LONGEST_PATH - fixed) / 2, (LONGEST_PATH - fixed) / 2 + 1)) {
            check.same(directory.resolve("./".repeat(dots) + "file"));
            check.same(directory.resolve("/".repeat(dots) + "file")); // Path.of leaves one slash of them
            check.same(Path.of(directory + "/".repeat(2 * dots) + "file"));
        }
    }

    @Test
    void spellings_leadWhereTheKernelSays() throws Exception {
        Path inner = Files.createDirectories(directory.resolve("a/b"));
        fileOf("file", 1000);
        Files.write(inner.resolve("file"), bytes(2000));
        Files.createSymbolicLink(directory.resolve("link"), inner);
        for (String spelling : List.of(
                "./file", "a/../file", "a/b/../../file", "a/./b/./file", "file/", "file//", "a//b///file", "file/.",
                "file/..", "file/../file", "missing/../file", "missing/file", "a/b/../missing", "link/file", "link/../file",
                "link/../b/file", "link/./file", "a", "a/", "a/.", "a/b/..", "link", "link/", "link/..", ".", "..", "")) {
            check.same(directory.resolve(spelling));
            check.same(Path.of(directory + "/" + spelling));
        }
        check.same(directory.resolve("../" + directory.getFileName() + "/./file"));
        check.same(Path.of("/../.." + directory + "/file"));
        check.same(Path.of("//" + directory + "//file"));
        for (String directories : List.of("/", "/.", "/..", "/proc", "/sys", "/dev", "/proc/..")) {
            check.same(Path.of(directories));
        }
    }

    @Test
    void relativePaths_resolveAgainstTheWorkingDirectory() throws Exception {
        Path toDirectory = Path.of("").toAbsolutePath().relativize(directory);
        fileOf("file", 1000);
        for (String path : List.of(
                "pom.xml", "./pom.xml", "src/../pom.xml", "../pom.xml", "src", "src/", ".", "..", "", "missing-and-relative",
                "missing/pom.xml", "pom.xml/below", "../../../../../../../../../../../../../../../etc/passwd")) {
            check.same(Path.of(path));
        }
        check.same(toDirectory.resolve("file"));
        check.same(toDirectory.resolve("file"), 10, 20);
        check.same(toDirectory.resolve("missing"));
        check.same(toDirectory);
    }
}
