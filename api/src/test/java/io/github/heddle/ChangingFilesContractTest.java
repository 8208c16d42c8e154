package io.github.heddle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that somebody else works on while they are read. No two answers need to be alike, and each has to be right. */
class ChangingFilesContractTest extends ContractSuite {

    private static final int READS = 30;
    private static final byte[] CONTENT = bytes(8 << 20);

    ChangingFilesContractTest(Setup setup) {
        super(setup);
    }

    @FunctionalInterface
    private interface Body {
        void run() throws Exception;
    }

    /** Reads while another thread changes something again and again, and at least once. */
    private static void whileChanging(Callable<Boolean> change, Body reads) throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        FutureTask<Void> changing = new FutureTask<>(() -> {
            while (change.call() && !enough.get()) {
                Thread.onSpinWait();
            }
            return null;
        });
        Thread.ofPlatform().daemon().start(changing);
        try {
            reads.run();
        } finally {
            enough.set(true);
        }
        changing.get();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 65_536, 200_000})
    void fileThatGrows_isReadToAnEndThatItHad(int start) throws Exception {
        check.bothHold(reader -> {
            Path file = Files.write(directory.resolve("file"), Arrays.copyOf(CONTENT, start));
            int[] size = {start};
            try (FileOutputStream output = new FileOutputStream(file.toFile(), true)) {
                Callable<Boolean> append = () -> {
                    int more = Math.min(10_000, CONTENT.length - size[0]);
                    output.write(CONTENT, size[0], more);
                    size[0] += more;
                    return more > 0;
                };
                whileChanging(append, () -> {
                    for (int i = 0; i < READS; i++) {
                        long atFirst = Files.size(file);
                        byte[] bytes = Outcome.of(() -> reader.read(file)).bytes();
                        assertThat((long) bytes.length).isBetween(atFirst, Files.size(file));
                        int length = bytes.length;
                        assertThat(Arrays.mismatch(bytes, 0, length, CONTENT, 0, length)).isNegative();
                    }
                });
            }
            assertThat(Outcome.of(() -> reader.read(file)).bytes()).hasSize(size[0]);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {100_000, 1_000_000, 5_000_000})
    void fileThatShrinks_isReadToAnEndThatItHad(int start) throws Exception {
        check.bothHold(reader -> {
            for (int i = 0; i < READS / 4; i++) {
                Path file = Files.write(directory.resolve("file-" + i), Arrays.copyOf(CONTENT, start));
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    Callable<Boolean> cut = () -> channel.truncate(channel.size() - Math.min(channel.size(), start / 50))
                            .size() > 0;
                    whileChanging(cut, () -> {
                        long atFirst = Files.size(file);
                        byte[] bytes = Outcome.of(() -> reader.read(file)).bytes();
                        assertThat((long) bytes.length).isBetween(Files.size(file), atFirst);
                        // The kernel clears what it cuts off of a page, also under the hands of who copies it just then.
                        for (int j = 0; j < bytes.length; j++) {
                            if (bytes[j] != CONTENT[j] && bytes[j] != 0) {
                                throw new AssertionError("byte " + j + " is one that the file never had there");
                            }
                        }
                    });
                }
                Files.delete(file);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 70_000, 2_000_000})
    void fileThatComesAndGoes_isWholeOrMissing(int size) throws Exception {
        byte[] content = Arrays.copyOf(CONTENT, size);
        Path source = Files.write(directory.resolve("source"), content);
        check.bothHold(reader -> {
            Path file = directory.resolve("file");
            Callable<Boolean> comeAndGo = () -> {
                Files.createLink(file, source); // whole from the first moment
                Files.delete(file);
                return true;
            };
            whileChanging(comeAndGo, () -> {
                for (int i = 0; i < 2 * READS; i++) {
                    Outcome outcome = Outcome.of(() -> reader.read(file));
                    if (outcome.isSuccess()) {
                        assertThat(outcome.bytes()).isEqualTo(content);
                    } else {
                        assertThat(outcome).isEqualTo(Outcome.of(() -> {
                            throw new NoSuchFileException(file.toString());
                        }));
                    }
                }
            });
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 70_000, 2_000_000})
    void fileThatIsDeletedOnceOpen_isReadToItsEnd(int size) throws Exception {
        byte[] content = Arrays.copyOf(CONTENT, size);
        check.bothHold(reader -> {
            for (int i = 0; i < READS; i++) {
                Path file = Files.write(directory.resolve("file-" + i), content);
                Outcome.Pending read = Outcome.start(() -> reader.read(file));
                Files.delete(file);
                Outcome outcome = read.await();
                assertThat(outcome.isSuccess() ? outcome.bytes().length : size).isEqualTo(size);
                assertThat(outcome.isSuccess() || outcome.toString().startsWith(NoSuchFileException.class.getName()))
                        .as("%s", outcome)
                        .isTrue();
            }
        });
    }

    @ParameterizedTest
    @CsvSource({"3000, 4000", "100, 70_000", "64_000, 66_000", "3_000_000, 1_000_000", "100, 3_000_000"})
    void fileThatIsReplaced_isOneOrTheOther(String sizeOfA, String sizeOfB) throws Exception {
        byte[] allA = filled('a', sizeOfA);
        byte[] allB = filled('b', sizeOfB);
        Path a = Files.write(directory.resolve("a"), allA);
        Path b = Files.write(directory.resolve("b"), allB);
        check.bothHold(reader -> {
            Path file = directory.resolve("file");
            link(a, file);
            boolean[] isA = {true};
            Callable<Boolean> replace = () -> {
                isA[0] = !isA[0];
                link(isA[0] ? a : b, file);
                return true;
            };
            whileChanging(replace, () -> {
                for (int i = 0; i < READS; i++) {
                    byte[] bytes = Outcome.of(() -> reader.read(file)).bytes();
                    assertThat(bytes).isNotEmpty().isEqualTo(bytes[0] == 'a' ? allA : allB);
                }
            });
        });
    }

    private static byte[] filled(char with, String size) {
        byte[] bytes = new byte[Integer.parseInt(size.replace("_", ""))];
        Arrays.fill(bytes, (byte) with);
        return bytes;
    }

    /** Puts another name of the source in the place of whatever the target names. */
    private void link(Path source, Path target) throws IOException {
        Path next = directory.resolve("next");
        Files.createLink(next, source);
        // Of two names of one file a rename leaves both.
        Files.move(next, target, StandardCopyOption.ATOMIC_MOVE);
        Files.deleteIfExists(next);
    }

    @Test
    void linkThatIsTurned_leadsToOneOrTheOther() throws Exception {
        byte[] allA = filled('a', "200_000");
        byte[] allB = filled('b', "100_000");
        Path a = Files.write(Files.createDirectory(directory.resolve("a")).resolve("file"), allA);
        Path b = Files.write(Files.createDirectory(directory.resolve("b")).resolve("file"), allB);
        check.bothHold(reader -> {
            Path link = directory.resolve("link");
            Path next = directory.resolve("next-link");
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, a.getParent());
            boolean[] toA = {true};
            Callable<Boolean> turn = () -> {
                toA[0] = !toA[0];
                Files.createSymbolicLink(next, toA[0] ? a.getParent() : b.getParent());
                Files.move(next, link, StandardCopyOption.ATOMIC_MOVE);
                return true;
            };
            whileChanging(turn, () -> {
                for (int i = 0; i < READS; i++) {
                    byte[] bytes = Outcome.of(() -> reader.read(link.resolve("file"))).bytes();
                    assertThat(bytes).isNotEmpty().isEqualTo(bytes[0] == 'a' ? allA : allB);
                }
            });
        });
    }

    @Test
    void nameThatIsFileAndDirectoryInTurn_isOneOfThem() throws Exception {
        Path file = fileOf("file", 50_000);
        byte[] content = bytes(50_000);
        check.bothHold(reader -> {
            Path name = directory.resolve("name");
            Callable<Boolean> change = () -> {
                Files.createLink(name, file);
                Files.delete(name);
                Files.createDirectory(name);
                Files.delete(name);
                return true;
            };
            whileChanging(change, () -> {
                for (int i = 0; i < 2 * READS; i++) {
                    Outcome outcome = Outcome.of(() -> reader.read(name));
                    if (outcome.isSuccess()) {
                        assertThat(outcome.bytes()).isEqualTo(content);
                    } else {
                        assertThat(outcome.toString()).matches(
                                ".*NoSuchFileException: .*|java.io.IOException: Is a directory");
                    }
                }
            });
        });
    }
}
