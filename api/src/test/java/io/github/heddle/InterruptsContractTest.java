package io.github.heddle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A read is not interruptible: it ends as it would have, and the interrupt status is left set. */
class InterruptsContractTest extends ContractSuite {

    InterruptsContractTest(Setup setup) {
        super(setup);
    }

    @Test
    void interruptBeforeTheRead_staysSet() throws Exception {
        List<Path> paths = List.of(
                fileOf("small", 100), fileOf("middle", 200_000), fileOf("large", 3_000_000), Path.of("/proc/version"),
                directory, directory.resolve("missing"));
        for (Path path : paths) {
            check.bothHold(reader -> {
                Outcome calm = Outcome.of(() -> reader.read(path));
                Outcome interrupted = Outcome.of(() -> {
                    Thread.currentThread().interrupt();
                    return reader.read(path);
                });
                assertThat(interrupted.isInterrupted()).isTrue();
                assertThat(interrupted.apartFromStatus()).isEqualTo(calm);
            });
        }
    }

    @Test
    void interruptsMeanwhile_changeNothing() throws Exception {
        for (int size : List.of(100, 200_000, 3_000_000)) {
            Path file = fileOf("size-" + size, size);
            byte[] bytes = bytes(size);
            check.bothHold(reader -> {
                for (int i = 0; i < 50; i++) {
                    Outcome.Pending read = Outcome.start(() -> reader.read(file));
                    read.thread().interrupt();
                    assertThat(read.await().bytes()).isEqualTo(bytes);
                }
            });
        }
    }

    @Test
    void interruptBeforeARange_staysSet() throws IOException, InterruptedException {
        // The JDK's channel is closed by an interrupt; a range follows the rule of the whole read.
        Path file = fileOf("file", 300_000);
        Outcome outcome = Outcome.of(() -> {
            Thread.currentThread().interrupt();
            return ring.read(file, 100, 250_000);
        });
        assertThat(outcome.bytes()).isEqualTo(Arrays.copyOfRange(bytes(300_000), 100, 250_100));
        assertThat(outcome.isInterrupted()).isTrue();
        Tally.count(setup);
    }
}
