package io.github.heddle;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file system on a disk of which parts cannot be read, or do not answer: an image, served by {@link SlowFs}, below a
 * loop device. It is mounted read-only, with nothing of its files in memory.
 */
final class BadDisk implements AutoCloseable {

    private static final Pattern BLOCK = Pattern.compile("\\(\\d+ blocks? of (\\d+) bytes\\)");
    private static final Pattern EXTENT = Pattern.compile("(?m)^ *\\d+: +(\\d+)\\.\\. *\\d+: +(\\d+)\\.\\. *\\d+: +(\\d+):");

    /** Where a part of a file lies, in bytes. */
    private record Extent(long inFile, long onDisk, long length) {}

    private final Path image;
    private final Path point;
    private final Map<String, List<Extent>> extents = new HashMap<>();
    private final List<String> faults = new ArrayList<>();
    private final Deque<AutoCloseable> undo = new ArrayDeque<>();
    private final SlowFs server;

    /**
     * @param type ext4 or xfs
     * @param files what lies on it, by name
     */
    BadDisk(Path directory, String type, Map<String, byte[]> files) throws Exception {
        assumeTrue(Tools.isRoot(), "needs root, to mount");
        assumeTrue(Tools.has("mkfs." + type), "mkfs." + type + " is missing: install it, it makes the file system");
        image = directory.resolve("image");
        point = Files.createDirectory(directory.resolve("point"));
        Tools.run("truncate", "--size=320M", image.toString());
        Tools.run("mkfs." + type, "-q", image.toString());
        Tools.run("mount", "-o", "loop", image.toString(), point.toString());
        try {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Files.write(point.resolve(file.getKey()), file.getValue());
            }
            Tools.run("sync", "--file-system", point.toString());
            for (String file : files.keySet()) {
                extents.put(file, extentsOf(point.resolve(file)));
            }
        } finally {
            Tools.run("umount", point.toString());
        }
        server = SlowFs.mount(Files.createDirectory(directory.resolve("server")), "--cached", "--disk", image.toString());
        undo.push(server);
        try {
            // Without direct I/O a loop device reads one block after the other, and one that hangs stops all.
            String disk = server.file("disk").toString();
            String loop = Tools.run("losetup", "--find", "--show", "--read-only", "--direct-io=on", disk).strip();
            undo.push(() -> Tools.run("losetup", "--detach", loop));
            Tools.run("mount", "-o", type.equals("xfs") ? "ro,norecovery" : "ro", loop, point.toString());
            // A read that a closed ring had to leave keeps its file open until this JVM ends.
            undo.push(() -> Tools.run("umount", "--lazy", point.toString()));
        } catch (Exception e) {
            close();
            throw e;
        }
    }

    private static List<Extent> extentsOf(Path file) throws Exception {
        String told = Tools.run("filefrag", "-v", file.toString());
        Matcher size = BLOCK.matcher(told);
        if (!size.find()) {
            throw new IllegalStateException("filefrag says: " + told);
        }
        long block = Long.parseLong(size.group(1));
        List<Extent> extents = new ArrayList<>();
        for (Matcher extent = EXTENT.matcher(told); extent.find(); ) {
            extents.add(new Extent(
                    block * Long.parseLong(extent.group(1)),
                    block * Long.parseLong(extent.group(2)),
                    block * Long.parseLong(extent.group(3))));
        }
        return extents;
    }

    Path file(String name) {
        return point.resolve(name);
    }

    /** From now on a byte of a file, and what lies beside it in the same block, cannot be read. */
    void fail(String file, long offset) throws Exception {
        add("eio", file, offset);
    }

    /** From now on whoever reads a byte of a file waits for the release. */
    void hang(String file, long offset) throws Exception {
        add("hang", file, offset);
    }

    private void add(String fault, String file, long offset) throws Exception {
        for (Extent extent : extents.getOrDefault(file, List.of())) {
            if (offset >= extent.inFile && offset < extent.inFile + extent.length) {
                faults.add(fault + " " + (extent.onDisk + offset - extent.inFile) + " 1\n");
            }
        }
        Path next = image.resolveSibling("faults");
        Files.writeString(next, String.join("", faults));
        Files.move(next, Path.of(image + ".faults"), StandardCopyOption.ATOMIC_MOVE);
    }

    SlowFs server() {
        return server;
    }

    /** Drops what the page cache has of a file. */
    void dropPages(String file) throws Exception {
        Tools.run("dd", "if=" + file(file), "iflag=nocache", "count=0", "status=none");
    }

    @Override
    public void close() throws IOException {
        IOException failure = null;
        while (!undo.isEmpty()) {
            try {
                undo.pop().close();
            } catch (Exception e) {
                failure = new IOException(e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
