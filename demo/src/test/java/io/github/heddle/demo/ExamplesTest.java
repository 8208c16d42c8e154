package io.github.heddle.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the examples, with the library on the class path. */
class ExamplesTest {
    private static final Path EXAMPLES = Path.of("src", "examples", "java");
    private static final long TIMEOUT_SECONDS = 60;

    @TempDir
    Path directory;

    private Path file = Path.of("");

    @BeforeEach
    void makeFiles() throws IOException {
        byte[] content = new byte[5000];
        content[0] = 42;
        file = Files.write(directory.resolve("a"), content);
        Files.write(directory.resolve("b"), new byte[300]);
    }

    /** {@return what it printed} */
    private String run(String example, Path argument) throws IOException, InterruptedException {
        Path printed = directory.resolveSibling(directory.getFileName() + ".printed");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--class-path",
                        classPath(),
                        example,
                        argument.toString())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        try {
            assertThat(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS))
                    .as("%s ended", example)
                    .isTrue();
            String text = Files.readString(printed, UTF_8);
            assertThat(process.exitValue()).as(text).isZero();
            return text;
        } finally {
            process.destroyForcibly();
            Files.delete(printed);
        }
    }

    private static String classPath() {
        String modules = Objects.requireNonNullElse(System.getProperty("jdk.module.path"), "");
        return String.join(
                File.pathSeparator, Path.of("target", "examples").toString(), modules, System.getProperty("java.class.path"));
    }

    @Test
    void dropIn() throws Exception {
        assertThat(run("DropIn", directory)).isEqualTo("5300 bytes\nno such file: missing.txt\n");
    }

    @Test
    void ranges() throws Exception {
        assertThat(run("Ranges", file))
                .isEqualTo("header: 16 bytes\npart: 512 bytes\npart: 16 bytes\npart: 32 bytes\nthe same end: true\n");
    }

    @Test
    void inAnyOrder() throws Exception {
        Files.createSymbolicLink(directory.resolve("dangling"), directory.resolve("nowhere"));

        assertThat(run("InAnyOrder", directory)).isEqualTo("failed: dangling\n2 files, 5300 bytes\n");
    }

    @Test
    void inOrder() throws Exception {
        assertThat(run("InOrder", file))
                .isEqualTo("page 0: 528 bytes\npage 1: 528 bytes\npage 2: 528 bytes\npage 3: 528 bytes\n");
    }

    @Test
    void segments() throws Exception {
        assertThat(run("Segments", file))
                .isEqualTo("5000 bytes, the first is 42\n4096 bytes at 0\n904 bytes at 4096\n");
    }

    @Test
    void deadlines() throws Exception {
        Path pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

        assertThat(run("Deadlines", pipe)).startsWith(pipe + ": not read within PT0.2S: ");
    }

    @Test
    void settings() throws Exception {
        String byRing = "by io_uring\n1 by the ring, 0 by the pool, 0 from memory, 5000 bytes\n";
        String byPool = "0 by the ring, 1 by the pool, 0 from memory, 5000 bytes\n";

        assertThat(run("Settings", file)).satisfiesAnyOf(
                said -> assertThat(said).isEqualTo(byRing),
                said -> assertThat(said).startsWith("by a thread pool: ").endsWith(byPool));
    }

    @Test
    void flightRecorder() throws Exception {
        // In one of some hundred fresh JVMs the JDK's recorder loses the first event.
        String said = "";
        for (int tries = 3; said.isEmpty() && tries > 0; tries--) {
            said = run("FlightRecorder", file);
        }

        assertThat(said).startsWith(file + ": 5000 bytes, by ");
    }

    @Test
    void eachExample_isRunHere() throws IOException {
        try (Stream<Path> examples = Files.list(EXAMPLES)) {
            List<String> names = examples.map(path -> path.getFileName().toString().replace(".java", ""))
                    .sorted()
                    .toList();
            assertThat(names).containsExactly(
                    "Deadlines", "DropIn", "FlightRecorder", "InAnyOrder", "InOrder", "Ranges", "Segments", "Settings");
        }
    }
}
