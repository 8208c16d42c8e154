package io.github.heddle.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.heddle.Backend;
import io.github.heddle.FileRing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
    @TempDir
    private Path proc;

    @Test
    void statusTellsWhetherTheRingIsUsed() throws IOException {
        try (FileRing ring = FileRing.open()) {
            Run text = Run.heddle("doctor");
            Run json = Run.heddle("doctor", "--json");

            assertThat(text.status()).isEqualTo(ring.backend().isRing() ? 0 : 3);
            assertThat(text.out()).contains(ring.backend().kind().toString());
            assertThat(json.status()).isEqualTo(text.status());
            assertThat(json.json())
                    .containsEntry("ring", ring.backend().isRing())
                    .containsEntry("engine", ring.backend().kind().toString());
        }
    }

    @Test
    void tellsWhyAndWhatToDoAndWhatItFound() throws IOException {
        Run.file(proc.resolve("sys/kernel/osrelease"), "6.6.1-test\n");
        Run.file(proc.resolve("sys/kernel/io_uring_disabled"), "2\n");
        Run.file(
                proc.resolve("self/limits"),
                """
                Limit                     Soft Limit           Hard Limit           Units
                Max open files            1024                 4096                 files
                Max locked memory         unlimited            unlimited            bytes
                """);
        var backend = new Backend(
                Backend.Kind.THREADS,
                Optional.of("io_uring_setup: EPERM"),
                Optional.of("set io_uring_disabled to 0"),
                Map.of("slots", "1024"));

        String text = new Diagnosis(backend, new Kernel(proc)).text();

        assertThat(text.lines())
                .contains(
                        "engine             thread pool",
                        "why                io_uring_setup: EPERM",
                        "what to do         set io_uring_disabled to 0",
                        "kernel             6.6.1-test",
                        "locked memory      unlimited bytes (RLIMIT_MEMLOCK)",
                        "open files         1024 (hard limit 4096) (RLIMIT_NOFILE)",
                        "io_uring_disabled  2 (no process may use io_uring)",
                        "slots              1024");
    }

    @Test
    void doesWithoutWhatAnOlderKernelDoesNotTell() {
        String text = new Diagnosis(
                        new Backend(Backend.Kind.LIBURING, Optional.empty(), Optional.empty(), Map.of()),
                        new Kernel(proc))
                .text();

        assertThat(text).contains("unknown").doesNotContain("io_uring_disabled", "why", "what to do");
    }
}
