package io.github.heddle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What an {@link EnvironmentChild} needs, where any user can read it: files, and the classes in archives. */
final class Environment {

    private static final int[] SIZES = {0, 100, 65_536, 1_000_003};

    private static final int MOST_SECONDS = 60;

    private final Path files;
    private final String classPath;

    private Environment(Path files, String classPath) {
        this.files = files;
        this.classPath = classPath;
    }

    static Environment in(Path directory) throws Exception {
        openToOthers(directory);
        Path files = openToOthers(Files.createDirectory(directory.resolve("files")));
        Random random = new Random(7);
        for (int size : SIZES) {
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            Files.write(files.resolve("size-" + size), bytes);
        }
        return new Environment(files, archives(directory));
    }

    static Path openToOthers(Path directory) throws IOException {
        return Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** A class in an archive that is open can be loaded where no descriptor is left; one in a directory cannot. */
    private static String archives(Path directory) throws Exception {
        String jar = Path.of(System.getProperty("java.home"), "bin", "jar").toString();
        List<String> archives = new ArrayList<>();
        for (String part : Child.classPath().split(":", -1)) {
            Path archive = directory.resolve("classes-" + archives.size() + ".jar");
            if (Files.isDirectory(Path.of(part))) {
                Tools.run(jar, "--create", "--no-compress", "--file", archive.toString(), "-C", part, ".");
            } else {
                Files.copy(Path.of(part), archive);
            }
            archives.add(archive.toString());
        }
        return String.join(":", archives);
    }

    /** Where the files are. */
    Path files() {
        return files;
    }

    Launch launch() {
        return new Launch();
    }

    /** A process that is to be. */
    final class Launch {

        private final List<String> behind = new ArrayList<>();
        private final List<String> options = new ArrayList<>();
        private final List<String> wishes = new ArrayList<>();
        private Path place = files;

        /** Commands that each start what follows, the outermost first. */
        Launch behind(String... command) {
            behind.addAll(List.of(command));
            return this;
        }

        /** Behind a filter, by the options of {@code deny_uring.py}. */
        Launch denied(String... options) {
            assumeTrue(Tools.has("python3"), "python3 is missing: install it, it runs deny_uring.py");
            return behind("python3", Path.of("src", "test", "faults", "deny_uring.py").toAbsolutePath().toString())
                    .behind(options);
        }

        /** In mounts of its own, which a shell script changes before. */
        Launch mounts(String script) {
            assumeTrue(Tools.isRoot() && Tools.has("unshare"), "needs root and unshare, for mounts of its own");
            return behind("unshare", "--mount", "sh", "-c", script + " && exec \"$@\"", "sh");
        }

        Launch asAnotherUser() throws Exception {
            return behind(Tools.anotherUser().toArray(String[]::new));
        }

        Launch option(String... options) {
            this.options.addAll(List.of(options));
            return this;
        }

        Launch wish(String... wishes) {
            this.wishes.addAll(List.of(wishes));
            return this;
        }

        /** The library as it comes and with what the page cache has, or by system calls and without. */
        Launch way(boolean liburing) {
            return liburing ? this : option("-Dheddle.liburing=off").wish(EnvironmentChild.UNCACHED);
        }

        /** Has the files read in another place, where nobody has touched them. */
        Launch at(Path place) {
            this.place = place;
            return wish(EnvironmentChild.SAME_AS + files);
        }

        Running start() throws IOException {
            List<String> arguments = new ArrayList<>(wishes);
            try (Stream<Path> names = Files.list(files)) {
                names.map(file -> place.resolve(file.getFileName()).toString()).sorted().forEach(arguments::add);
            }
            List<String> command = Child.command(EnvironmentChild.class, classPath, behind, options, arguments);
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            // Who waits for its output cannot be interrupted.
            CompletableFuture.delayedExecutor(MOST_SECONDS, TimeUnit.SECONDS).execute(process::destroyForcibly);
            return new Running(process);
        }

        Answer run() throws Exception {
            try (Running running = start()) {
                return running.end();
            }
        }
    }

    /** A process that is. It does not outlive its test. */
    static final class Running implements AutoCloseable {

        private final Process process;
        private final BufferedReader reader;
        private final StringBuilder output = new StringBuilder();

        private Running(Process process) {
            this.process = process;
            reader = process.inputReader(StandardCharsets.UTF_8);
        }

        long pid() {
            return process.pid();
        }

        /** Waits for a line that begins so. */
        void await(String beginning) throws IOException {
            String line;
            do {
                line = reader.readLine();
                assertThat(line).as("before \"%s\" came only: %s", beginning, output).isNotNull();
                output.append(line).append('\n');
            } while (!line.startsWith(beginning));
        }

        /** Lets it go on after a pause. */
        void goOn() throws IOException {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
        }

        Answer end() throws Exception {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                output.append(line).append('\n');
            }
            return new Answer(output.toString(), process.waitFor());
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    /** What became of a process. */
    record Answer(String output, int exit) {

        /** All bytes were right, it ended as it should, and left nothing of a ring behind. */
        Answer assertRight() {
            assertThat(output).contains("right: 8 of 8\n", "left: []\n");
            assertThat(exit).as("exit status of: %s", output).isZero();
            return this;
        }

        /** It read by the thread pool, and said once why and what to do. */
        Answer assertThreads(String reason, String remedy) {
            assertRight();
            assertThat(output).contains("kind: thread pool\n").doesNotContain("report this");
            assertThat(line("reason: ")).contains(reason);
            assertThat(line("remedy: ")).contains(remedy);
            assertThat(output.lines().filter(line -> line.contains("Files are read by a thread pool")))
                    .as("the log")
                    .singleElement()
                    .asString()
                    .contains(line("reason: "), line("remedy: "));
            return this;
        }

        /** It read through the ring, and there was nothing to complain of. */
        Answer assertRing(Backend.Kind kind) {
            assertRight();
            assertThat(output).contains("kind: " + kind + "\n", "reason: \n").doesNotContain("WARNING");
            return this;
        }

        boolean isRing() {
            return output.contains("kind: io_uring");
        }

        String line(String beginning) {
            return output.lines()
                    .filter(line -> line.startsWith(beginning))
                    .map(line -> line.substring(beginning.length()))
                    .findFirst()
                    .orElse("");
        }
    }
}
