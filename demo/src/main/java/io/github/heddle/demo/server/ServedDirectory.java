package io.github.heddle.demo.server;

import io.helidon.http.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/**
 * The directory that is served, and nothing else.
 *
 * <p>A path is looked up, resolved to its real path, and has to lie within the directory's real path. Then the file is
 * opened or read by that real path, in which there are no links, and looked up once more: it has to be the same file
 * still, and the real path its own. Whoever exchanges a part of the path for a link after the first look is found out by
 * the second. What is left is someone who may write to the directory, and who makes the exchange after the first look
 * and takes it back before the second; against that helps only an open that follows no links, which neither side has.
 */
final class ServedDirectory {
    private static final int KIND = 0170000; // S_IFMT
    private static final int PIPE = 0010000; // S_IFIFO

    private final Path root;
    private final boolean pipes;

    /** @param pipes whether named pipes are read as well, which wait until somebody writes into them */
    ServedDirectory(Path directory, boolean pipes) throws IOException {
        this.root = directory.toRealPath();
        this.pipes = pipes;
    }

    /** {@return the file, which may be served} */
    ServedFile find(Path relative, FileReads reads) throws IOException, Refusal {
        Path path = root.resolve(relative);
        BasicFileAttributes attributes = reads.readAttributes(path);
        Path real = reads.toRealPath(path);
        if (!real.startsWith(root)) {
            throw new Refusal(Status.FORBIDDEN_403, "the file is outside of the directory that is served");
        }
        if (attributes.isDirectory()) {
            throw new Refusal(Status.FORBIDDEN_403, "this is a directory, and directories are not listed");
        }
        if (!attributes.isRegularFile() && !(pipes && isPipe(real))) {
            throw new Refusal(Status.FORBIDDEN_403, "this is not a regular file");
        }
        return new ServedFile(real, attributes);
    }

    /** Looks at a file again after it was opened or read: the bytes are those of the attributes, or this throws. */
    void check(ServedFile file, FileReads reads) throws IOException {
        BasicFileAttributes now = reads.readAttributes(file.path());
        BasicFileAttributes then = file.attributes();
        if (!Objects.equals(now.fileKey(), then.fileKey())
                || now.size() != then.size()
                || !now.lastModifiedTime().equals(then.lastModifiedTime())
                || !reads.toRealPath(file.path()).equals(file.path())) {
            throw new FileChangedException(file.path());
        }
    }

    private static boolean isPipe(Path path) throws IOException {
        return ((int) Files.getAttribute(path, "unix:mode") & KIND) == PIPE;
    }
}
