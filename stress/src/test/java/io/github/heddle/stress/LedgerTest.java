package io.github.heddle.stress;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Function;
import com.sun.jna.Pointer;
import io.github.heddle.EnginePolicy;
import io.github.heddle.FileRing;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A check that finds no leak has to be one that would. */
class LedgerTest {

    private static final long LARGE = 64 << 20;

    @TempDir
    Path directory;

    private Holdings before;

    @BeforeEach
    void open() throws Exception {
        Ledger.close(Holdings.now(), Duration.ZERO); // loads what it needs
        before = Ledger.open();
    }

    private List<String> leaks() throws Exception {
        return Ledger.close(before, Duration.ZERO).leaks();
    }

    @Test
    void ringThatIsClosed_leavesNothing() throws Exception {
        FileRing.open().close();
        Ledger ledger = Ledger.close(before);
        assertThat(ledger.leaks()).as("%s", ledger).isEmpty();
    }

    @Test
    void descriptor_isNoticed() throws Exception {
        try (FileChannel forgotten = FileChannel.open(Files.createFile(directory.resolve("file")))) {
            assertThat(forgotten.isOpen()).isTrue();
            assertThat(leaks()).containsExactly("descriptors: files in " + directory);
        }
    }

    @Test
    void thread_isNoticed() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        Thread forgotten = Thread.ofPlatform().name("forgotten-7").start(() -> {
            while (end.getCount() > 0) {
                Thread.onSpinWait();
            }
        });
        try {
            assertThat(leaks()).contains("threads: forgotten-#");
        } finally {
            end.countDown();
            forgotten.join();
        }
    }

    @Test
    void ringThatIsForgotten_isNoticed() throws Exception {
        try (FileRing forgotten = FileRing.builder().engine(EnginePolicy.RING).rings(1).open()) {
            assertThat(forgotten.backend().isRing()).isTrue();
            assertThat(leaks())
                    .contains(
                            "descriptors: [eventfd]",
                            "descriptors: [io_uring]",
                            "mappings of io_uring",
                            "threads: heddle-reaper-#",
                            Holdings.BEYOND_THE_BOOKS);
        }
    }

    @Test
    void mapping_isNoticedThoughTheJvmDoesNotKnowIt() throws Exception {
        int readAndWrite = 3;
        int privateAndAnonymous = 0x22;
        Pointer forgotten = (Pointer) Function.getFunction("c", "mmap").invoke(
                Pointer.class, new Object[] {0L, LARGE, readAndWrite, privateAndAnonymous, -1, 0L});
        try {
            assertThat(leaks()).contains(Holdings.BEYOND_THE_BOOKS);
        } finally {
            Function.getFunction("c", "munmap").invokeInt(new Object[] {forgotten, LARGE});
        }
    }

    @Test
    void memoryOffTheHeap_isNoticed() throws Exception {
        try (Arena forgotten = Arena.ofConfined()) {
            assertThat(forgotten.allocate(LARGE).byteSize()).isEqualTo(LARGE);
            assertThat(leaks()).contains(Holdings.OFF_THE_HEAP);
        }
    }
}
