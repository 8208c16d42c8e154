package io.github.heddle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A run-time image need not have the modules that only a diagnosis needs. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(SkipReason.class)
class AbsentModulesTest {

    private static final String MAIN = """
            public class Main {
                public static void main(String[] arguments) throws Exception {
                    System.out.println("modules: " + ModuleLayer.boot().modules().size());
                    System.out.println(io.github.heddle.RingFiles.backend().kind());
                    var path = java.nio.file.Path.of(arguments[0]);
                    System.out.println("read: " + io.github.heddle.RingFiles.readAllBytes(path).length);
                    try (var file = io.github.heddle.FileRing.open().open(path)) {
                        System.out.println("part: " + file.read(1, 10).length);
                    }
                }
            }
            """;

    @TempDir
    Path directory;

    @Test
    void jvmWithoutThem_reads() throws Exception {
        Engines.SYSTEM_CALLS.open().close();
        Path bin = Path.of(System.getProperty("java.home"), "bin");
        assumeTrue(Files.isExecutable(bin.resolve("javac")), "javac is missing in this JDK");
        Path file = Files.write(directory.resolve("file"), new byte[1000]);
        Path main = Files.writeString(directory.resolve("Main.java"), MAIN);
        String modules = Child.classPath().replaceAll("[^:]*test-classes/?:?", "");
        Tools.run(bin.resolve("javac").toString(), "-cp", modules, "-d", directory.toString(), main.toString());
        String java = bin.resolve("java").toString();
        // As named modules, and on the class path.
        assertReads(Tools.run(java, "--limit-modules", "java.base,io.github.heddle,io.github.heddle.ring",
                "-p", modules, "--add-modules", "io.github.heddle", "--enable-native-access=io.github.heddle.ring",
                "-Dheddle.jmx=on", "-cp", directory.toString(), "Main", file.toString()));
        assertReads(Tools.run(java, "--limit-modules", "java.base", "--enable-native-access=ALL-UNNAMED",
                "-Dheddle.jmx=on", "-cp", modules + ":" + directory, "Main", file.toString()));
    }

    private static void assertReads(String output) {
        assertThat(output)
                .containsPattern("modules: [13]\n")
                .contains("read: 1000", "part: 10")
                .contains("A FileRing has no JMX bean: the module java.management is missing", "--add-modules")
                .doesNotContain("NoClassDefFoundError", "jdk/jfr", "thread pool");
    }
}
