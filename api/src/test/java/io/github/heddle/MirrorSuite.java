package io.github.heddle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What is held against {@link Files}, on every setup: a mirror on a ring of its own, and how an answer is told. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(SkipReason.class)
@ParameterizedClass
@EnumSource
abstract class MirrorSuite {

    final Setup setup;
    final FileRing ring;
    final FilesMirror mirror;

    @TempDir
    Path directory;

    MirrorSuite(Setup setup) {
        this.setup = setup;
        ring = setup.open();
        mirror = new FilesMirror(ring);
    }

    @AfterEach
    void close() {
        ring.close();
    }

    static String answer(Callable<?> call) {
        try {
            Object answer = call.call();
            return answer instanceof byte[] bytes ? Arrays.toString(bytes) : String.valueOf(answer);
        } catch (Exception e) {
            return e.toString();
        }
    }

    Path file(int size) throws IOException {
        return Files.write(directory.resolve("file"), ContractSuite.bytes(size));
    }
}
