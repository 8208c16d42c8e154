package io.github.heddle;

import io.github.heddle.ring.kernel.PathCalls;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** From a path to what the kernel takes: bytes. */
final class PathBytes {

    private static final boolean NAMES_ARE_UTF8 = "UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding"));

    /** Stands in a path's string for bytes that are no UTF-8. */
    private static final char REPLACEMENT = '\uFFFD';

    /** Null where somebody has put another file system in the place of the operating system's. */
    private static final @Nullable FileSystem PLATFORM = platform();

    private PathBytes() {}

    private static @Nullable FileSystem platform() {
        FileSystem system = FileSystems.getDefault();
        return system.getClass().getName().startsWith("sun.nio.fs.") ? system : null;
    }

    /** {@return whether the path is one of the operating system's, and not of a zip or in memory} */
    static boolean isOfPlatform(Path path) {
        return path.getFileSystem().equals(PLATFORM);
    }

    /**
     * {@return the path as the JDK hands it to the kernel, absolute or relative to the working directory; null if its
     * string does not tell the bytes of the name, or only the JDK can tell what it is relative to}
     */
    static @Nullable String known(Path path) {
        // The JDK starts at the working directory itself, whatever name that has got since, or at the name in user.dir
        // where that was set to another one at the start. As long as both are the same there is no difference.
        if (!path.isAbsolute() && !PathCalls.workingDirectory().equals(System.getProperty("user.dir"))) {
            return null;
        }
        String name = path.toString();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c >= 0x80 && (!NAMES_ARE_UTF8 || c == REPLACEMENT || Character.isSurrogate(c))) {
                return hasOnlyPairedSurrogates(name) ? name : null;
            }
        }
        return name;
    }

    static byte[] of(String path) {
        return path.getBytes(StandardCharsets.UTF_8);
    }

    private static boolean hasOnlyPairedSurrogates(String path) {
        return NAMES_ARE_UTF8
                && path.indexOf(REPLACEMENT) < 0
                && StandardCharsets.UTF_8.newEncoder().canEncode(path);
    }
}
