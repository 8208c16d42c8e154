package io.github.heddle.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The directory of a command with {@code --dir}: the one that is named, or the tour's sample files. */
public final class DirectoryToServe {
    private final CommandLine command;

    private DirectoryToServe(CommandLine command) {
        this.command = command;
    }

    /**
     * Finds it; the sample files are made if they are missing.
     *
     * @param named by {@code --dir}, null for the sample files
     * @param command whose argument it is
     */
    public static Path of(@Nullable Path named, CommandLine command, Output output) throws IOException {
        var directory = new DirectoryToServe(command);
        return named == null ? directory.sampleFiles(output) : directory.checked(named);
    }

    private Path sampleFiles(Output output) throws IOException {
        String location = System.getProperty(SampleData.TOUR_LOCATION);
        if (location == null) {
            throw wrongArgument("No place for the sample files: start by demo/heddle, or name a directory by --dir.");
        }
        return SampleData.ofTour(Path.of(location)).prepare(output);
    }

    private Path checked(Path path) {
        if (!Files.exists(path)) {
            throw wrongArgument("--dir " + path + ": no such directory.");
        }
        if (!Files.isDirectory(path)) {
            throw wrongArgument("--dir " + path + " is not a directory.");
        }
        if (!Files.isReadable(path) || !Files.isExecutable(path)) {
            throw wrongArgument("--dir " + path + ": permission denied.");
        }
        return path;
    }

    private ParameterException wrongArgument(String problem) {
        return new ParameterException(command, problem);
    }
}
