package io.github.heddle.demo;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Many files of one size and reproducible content, made once and kept. */
public final class SampleData {
    /** The system property that says where the tour's files are; the launcher sets it. */
    public static final String TOUR_LOCATION = "heddle.demo.sample";

    private final Path location;
    private final int filesPerDirectory;
    private final int fileCount;
    private final int fileSize;

    /** @param location a directory that is the sample data's own */
    public SampleData(Path location, int directories, int filesPerDirectory, int fileSize) {
        this.location = location;
        this.filesPerDirectory = filesPerDirectory;
        this.fileCount = directories * filesPerDirectory;
        this.fileSize = fileSize;
    }

    /** What the tour reads, unless it is told otherwise. */
    public static SampleData ofTour(Path location) {
        return new SampleData(location, 20, 1_000, 4096);
    }

    /** {@return the directory with the files, all of which are there} */
    public Path prepare(Output output) throws IOException {
        if (!isComplete()) {
            makeAlone(output);
        }
        return files();
    }

    private Path files() {
        return location.resolve("files");
    }

    private Path marker() {
        return location.resolve("complete");
    }

    private String description() {
        return fileCount + " files of " + fileSize + " bytes, content 1\n";
    }

    private boolean isComplete() throws IOException {
        return Files.exists(marker())
                && Files.readString(marker()).equals(description())
                && new SizeCheck().holds(files());
    }

    private void makeAlone(Output output) throws IOException {
        Files.createDirectories(location);
        try (FileChannel channel = FileChannel.open(
                        location.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assert lock.isValid();
            // Another tour may have made them while this one waited.
            if (!isComplete()) {
                make(output);
            }
        }
    }

    private void make(Output output) throws IOException {
        Files.deleteIfExists(marker());
        deleteTree(files());
        var content = new byte[fileSize];
        try (Progress progress =
                Progress.of(output, "Making " + Quantity.count(fileCount) + " sample files", fileCount)) {
            for (int i = 0; i < fileCount; i++) {
                Path file = file(i);
                if (i % filesPerDirectory == 0) {
                    Files.createDirectories(files().resolve(numbered("d%02d", i / filesPerDirectory)));
                }
                new SplittableRandom(i).nextBytes(content);
                Files.write(file, content);
                progress.at(i + 1L);
            }
        }
        // Last, so that whatever ends this earlier leaves no marker and the next run starts over.
        Files.writeString(marker(), description());
    }

    /** {@return every file, directory by directory} */
    public List<Path> paths() {
        return IntStream.range(0, fileCount).mapToObj(this::file).toList();
    }

    private Path file(int number) {
        return files().resolve(numbered("d%02d", number / filesPerDirectory))
                .resolve(numbered("f%03d", number % filesPerDirectory));
    }

    private static String numbered(String format, int number) {
        return String.format(Locale.ROOT, format, number);
    }

    private final class SizeCheck implements FileWalk.Findings {
        private int files;
        private boolean sound = true;

        boolean holds(Path directory) {
            FileWalk.walk(directory, this);
            return sound && files == fileCount;
        }

        @Override
        public boolean file(Path file, long size) {
            files++;
            sound &= size == fileSize;
            return sound;
        }

        @Override
        public void failure(Path path, IOException problem) {
            sound = false;
        }
    }

    private static void deleteTree(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException problem) throws IOException {
                if (problem instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw problem;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException problem)
                    throws IOException {
                if (problem != null) {
                    throw problem;
                }
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
