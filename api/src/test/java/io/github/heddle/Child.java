package io.github.heddle;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A JVM of its own, for what has to be true of a whole process. */
final class Child {

    private Child() {}

    /** Runs a main class of the tests. {@return what it printed} */
    static String run(
            Class<?> main, String classPath, List<String> behind, List<String> options, List<String> arguments)
            throws Exception {
        List<String> command = command(main, classPath, behind, options, arguments);
        Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return child.waitFor() == 0 ? output : "exit " + child.exitValue() + "\n" + output;
    }

    /** {@return what starts it, behind a command that starts what follows, and with JVM options} */
    static List<String> command(
            Class<?> main, String classPath, List<String> behind, List<String> options, List<String> arguments) {
        List<String> command = new ArrayList<>(behind);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (options.stream().noneMatch(option -> option.startsWith("--enable-native-access"))) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(arguments);
        return command;
    }

    /** {@return where the classes of the library and of its tests lie} */
    static String classPath() {
        return Stream.of(FileRing.class, Child.class, io.github.heddle.ring.Engine.class)
                .map(Child::locationOf)
                .collect(Collectors.joining(":"));
    }

    /** {@return the same, copied to where every user may read it} The build's own directories may be closed to others. */
    static String copiedClassPath(Path to) throws Exception {
        Files.createDirectory(to);
        StringBuilder copies = new StringBuilder();
        for (String part : classPath().split(":", -1)) {
            Path from = Path.of(part);
            Path copy = to.resolve(copies.length() + "-" + from.getFileName());
            try (Stream<Path> tree = Files.walk(from)) {
                for (Path path : (Iterable<Path>) tree::iterator) {
                    Files.copy(path, copy.resolve(from.relativize(path).toString()));
                }
            }
            copies.append(copy).append(':');
        }
        Tools.run("chmod", "-R", "a+rX", to.toString());
        return copies.toString();
    }

    private static String locationOf(Class<?> type) {
        // Of a module that tests are patched into, the code source is only its main part.
        String name = type.getName().replace('.', '/') + ".class";
        java.net.URL url = java.util.Objects.requireNonNull(type.getClassLoader()).getResource(name);
        String text = java.util.Objects.requireNonNull(url).toString();
        String archive = text.startsWith("jar:file:") ? text.substring("jar:file:".length(), text.indexOf('!')) : "";
        return archive.isEmpty() ? text.substring("file:".length(), text.length() - name.length()) : archive;
    }
}
