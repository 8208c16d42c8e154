package io.github.heddle.demo;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * The regular files at and below a path, as {@code find -H PATH -type f} has them: a symbolic link is
 * followed where it is the path itself and nowhere else.
 */
public final class FileWalk {

    /** Where the walk's findings go. */
    public interface Findings {
        /** {@return whether the walk shall go on} */
        boolean file(Path file, long size);

        void failure(Path path, IOException problem);
    }

    private final Findings findings;
    private boolean goesOn = true;

    private FileWalk(Findings findings) {
        this.findings = findings;
    }

    public static void walk(Path root, Findings findings) {
        new FileWalk(findings).walk(root);
    }

    private void walk(Path root) {
        try {
            var attributes = Files.readAttributes(root, BasicFileAttributes.class);
            if (attributes.isRegularFile()) {
                findings.file(root, attributes.size());
            } else if (attributes.isDirectory()) {
                walkBelow(root);
            } else {
                throw new FileSystemException(
                        root.toString(), null, "neither a regular file nor a directory");
            }
        } catch (IOException problem) {
            findings.failure(root, problem);
        }
    }

    // A file tree walk follows either every link or not even the one it starts at: so it starts below.
    private void walkBelow(Path directory) throws IOException {
        try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
            for (Path child : children) {
                Files.walkFileTree(child, new Visitor());
                if (!goesOn) {
                    return;
                }
            }
        } catch (DirectoryIteratorException problem) {
            throw problem.getCause();
        }
    }

    private final class Visitor extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
                goesOn = findings.file(file, attributes.size());
            }
            return goesOn ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException problem) {
            findings.failure(file, problem);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException problem) {
            if (problem != null) {
                findings.failure(directory, problem);
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
