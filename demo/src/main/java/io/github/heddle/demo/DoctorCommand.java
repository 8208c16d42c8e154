package io.github.heddle.demo;

import io.github.heddle.FileRing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        versionProvider = ModuleVersion.class,
        description = "Opens a ring and tells which engine reads files here, why, and what to do about it.",
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {
            "0:files are read through io_uring",
            "2:wrong arguments",
            "3:files are read by a thread pool"
        })
final class DoctorCommand implements Callable<Integer> {
    private static final int NO_RING = 3;

    private final Output output;

    @Option(names = "--json", description = "Print one JSON object instead.")
    private boolean json;

    DoctorCommand(Output output) {
        this.output = output;
    }

    @Override
    public Integer call() throws IOException {
        try (FileRing ring = FileRing.open()) {
            var diagnosis = new Diagnosis(ring.backend(), new Kernel(Path.of("/proc")));
            output.print(json ? diagnosis.json() : diagnosis.text());
            return ring.backend().isRing() ? ExitCode.OK : NO_RING;
        }
    }
}
