package io.github.heddle.demo;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Starts further JVMs like this one. */
public final class Jvm {
    private static final String MODULE = "io.github.heddle.demo";

    private Jvm() {}

    /**
     * Starts one with the same modules.
     *
     * @param main a class of this module
     * @param options of the JVM
     */
    public static Process start(Class<?> main, List<String> options, List<String> arguments) throws IOException {
        List<String> all = new ArrayList<>();
        all.add("--enable-native-access=io.github.heddle.ring");
        all.addAll(options);
        all.add("--module-path");
        all.add(System.getProperty("jdk.module.path"));
        all.add("--module");
        all.add(MODULE + "/" + main.getName());
        all.addAll(arguments);
        return start(all);
    }

    /**
     * Starts one without modules: for what needs libraries which are none, or which do not export what they have.
     *
     * @param more what is on the class path besides all that is on this JVM's module path
     */
    public static Process startOnClassPath(Class<?> main, String more, List<String> options, List<String> arguments)
            throws IOException {
        String modules = Objects.requireNonNull(System.getProperty("jdk.module.path"), "started without modules");
        List<String> path = new ArrayList<>();
        for (String entry : modules.split(File.pathSeparator, -1)) {
            path.add(Files.isDirectory(Path.of(entry)) ? entry + "/*" : entry);
        }
        path.add(more);
        List<String> all = new ArrayList<>(options);
        all.add("--class-path");
        all.add(String.join(File.pathSeparator, path));
        all.add(main.getName());
        all.addAll(arguments);
        return start(all);
    }

    private static Process start(List<String> optionsAndArguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(optionsAndArguments);
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
