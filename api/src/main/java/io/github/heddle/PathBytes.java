package io.github.heddle;

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

    private PathBytes() {}

    /** {@return whether the path is one of the operating system's, and not of a zip or in memory} */
    static boolean isOfPlatform(Path path) {
        FileSystem system = path.getFileSystem();
        return system.equals(FileSystems.getDefault()) && system.getClass().getName().startsWith("sun.nio.fs.");
    }

    /** {@return the absolute path, or null if its string does not tell the bytes of the name} */
    static @Nullable String absolute(Path path) {
        String absolute = path.toAbsolutePath().toString();
        for (int i = 0; i < absolute.length(); i++) {
            char c = absolute.charAt(i);
            if (c >= 0x80 && (!NAMES_ARE_UTF8 || c == REPLACEMENT || Character.isSurrogate(c))) {
                return hasOnlyPairedSurrogates(absolute) ? absolute : null;
            }
        }
        return absolute;
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
