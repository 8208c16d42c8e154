package io.github.heddle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A part of the contract: what {@link Files#readAllBytes} answers, every setup answers. The rows are the test methods of
 * the subclasses, one class for each theme, and what is compared in them are the cases.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith({SkipReason.class, Tally.class})
@ParameterizedClass
@EnumSource
abstract class ContractSuite {

    final Setup setup;
    final FileRing ring;
    final Differential check;

    @TempDir
    Path directory;

    @TempDir
    private Path elsewhere;

    private @Nullable Neighbour neighbour;

    ContractSuite(Setup setup) {
        this.setup = setup;
        ring = setup.open();
        check = new Differential(setup, ring);
    }

    /** Where every read goes to the ring, none is alone there. Where memory is asked first, the few others are. */
    @BeforeEach
    void settle() throws Exception {
        if (ring.backend().isRing() && !setup.isCached()) {
            neighbour = Neighbour.on(ring, elsewhere);
        }
    }

    @AfterEach
    void close() throws IOException {
        if (neighbour != null) {
            neighbour.close();
        }
        ring.close();
    }

    /** Bytes in which no part looks like another. */
    static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    Path fileOf(String name, int size) throws IOException {
        return Files.write(directory.resolve(name), bytes(size));
    }
}
