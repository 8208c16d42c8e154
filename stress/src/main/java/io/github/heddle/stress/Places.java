package io.github.heddle.stress;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Directories on as many file systems as this process can have. */
final class Places {

    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    private static final long IMAGE_BYTES = 512L << 20;

    private Places() {}

    /** {@return a directory on each, by the file system's name} */
    static Map<String, Path> make(Path root, Undo undo, PrintWriter out) throws IOException {
        Map<String, Path> places = new LinkedHashMap<>();
        places.put(Files.getFileStore(root).type(), Files.createDirectory(root.resolve("files")));
        if (Files.isWritable(SHARED_MEMORY)) {
            Path directory = Files.createTempDirectory(SHARED_MEMORY, "heddle-soak");
            undo.push(() -> Commands.deleteTree(directory));
            places.put("tmpfs", directory);
        }
        for (String type : new String[] {"xfs", "btrfs"}) {
            if (Commands.isRoot() && Commands.has("mkfs." + type)) {
                places.put(type, mount(root, type, undo));
            } else {
                out.println("Left out: " + type + ": needs root, to mount, and mkfs." + type);
            }
        }
        return places;
    }

    private static Path mount(Path root, String type, Undo undo) throws IOException {
        Path image = root.resolve(type + ".image");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(IMAGE_BYTES);
        }
        Commands.run("mkfs." + type, "-q", image);
        Path point = Files.createDirectory(root.resolve(type));
        Commands.run("mount", "-o", "loop", image, point);
        undo.push(() -> Commands.run("umount", "--lazy", point));
        return point;
    }
}
