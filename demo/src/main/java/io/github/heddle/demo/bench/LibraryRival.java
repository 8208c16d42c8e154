package io.github.heddle.demo.bench;

import io.github.heddle.demo.Jvm;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Another library for io_uring, in a JVM of its own. Its part is compiled by the Maven profile {@code rivals} only, and
 * into a place of its own, so that nobody downloads such a library who does not want to compare it.
 */
enum LibraryRival implements Rival.Kind {
    LWJGL("LWJGL liburing", "lwjgl", "LwjglReads"),
    JASYNCFIO("jasyncfio", "jasyncfio", "JasyncfioReads");

    /** The property that tells where the profile puts what it builds. */
    private static final String LOCATION = "heddle.demo.rivals";

    /** Both libraries reach memory by {@code sun.misc.Unsafe}, of which a JVM warns. */
    private static final List<String> OPTIONS =
            List.of(JvmRival.HEAP, "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

    private final String title;
    private final String reads;
    private final String className;

    /**
     * @param title as in the tables
     * @param reads how it reads, for {@link RivalMain}
     * @param className what reads, in this package
     */
    LibraryRival(String title, String reads, String className) {
        this.title = title;
        this.reads = reads;
        this.className = className;
    }

    String title() {
        return title;
    }

    @Override
    public Rival start(Workshop workshop) throws IOException {
        @Nullable String location = System.getProperty(LOCATION);
        if (location == null || !Files.isDirectory(Path.of(location, "classes"))) {
            throw new Rival.Unavailable("not built in; HEDDLE_RIVALS=1 demo/heddle bench --rivals builds it");
        }
        String path = location + "/classes" + File.pathSeparator + location + "/lib/*";
        return JvmRival.of(Jvm.startOnClassPath(RivalMain.class, path, OPTIONS, List.of(reads, "0")));
    }

    /** {@return the way in which the library of that name reads, in a JVM that has it on its class path} */
    static Reads reads(String name) throws IOException {
        LibraryRival library = Arrays.stream(values())
                .filter(one -> one.reads.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no rival is named " + name));
        try {
            return Class.forName(LibraryRival.class.getPackageName() + "." + library.className)
                    .asSubclass(Reads.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException problem) {
            throw new IOException(library.title + " cannot be used", problem);
        }
    }
}
