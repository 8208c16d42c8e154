package io.github.heddle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The reading methods of {@link Files}, holding no carrier thread. They use one ring for the whole process, opened with
 * the defaults on first use and never closed.
 *
 * {@snippet :
 * byte[] page = RingFiles.readAllBytes(Path.of("index.html")); // instead of Files.readAllBytes
 * }
 *
 * <p>All methods may be called by any number of threads at once, virtual and platform ones.
 */
public final class RingFiles {

    private static final Object OPENING = new Object();

    // Not the usual holder class: virtual threads that wait for a class initialiser hold their carriers.
    private static volatile @Nullable FileRing shared;

    private RingFiles() {}

    /**
     * Reads a whole file: what {@link Files#readAllBytes} answers for the path, and the same exceptions.
     *
     * @see FileRing#read(Path)
     */
    public static byte[] readAllBytes(Path path) throws IOException {
        return ring().read(path);
    }

    /** {@return how the process-wide ring reads, and why that way} */
    public static Backend backend() {
        return ring().backend();
    }

    private static FileRing ring() {
        FileRing ring = shared;
        if (ring == null) {
            synchronized (OPENING) {
                ring = shared;
                if (ring == null) {
                    ring = FileRing.open();
                    shared = ring;
                }
            }
        }
        return ring;
    }
}
