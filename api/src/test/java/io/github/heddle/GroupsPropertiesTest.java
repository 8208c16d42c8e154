package io.github.heddle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Groups of any shape give what reading one request after the other gives, whichever the order. */
class GroupsPropertiesTest {

    /** Of the files; one that is not there comes on top. */
    private static final int[] SIZES = {0, 1, 100, 70_000};

    private static final int MISSING = -1;

    /** With fewer places than many a group has requests. */
    private static final FileRing RING = FileRing.builder().inFlight(4).open();

    private static Path directory = Path.of("");

    @BeforeContainer
    static void makeFiles() throws IOException {
        directory = Files.createTempDirectory("heddle-groups");
        for (int size : SIZES) {
            Files.write(file(size), bytes(size));
        }
    }

    @AfterContainer
    static void deleteFiles() throws IOException {
        RING.close();
        for (int size : SIZES) {
            Files.delete(file(size));
        }
        Files.delete(directory);
    }

    private static Path file(int size) {
        return directory.resolve(String.valueOf(size));
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (i * 31 + size);
        }
        return bytes;
    }

    @Property(tries = 300)
    void groups_giveWhatReadingInTurnGives(
            @ForAll("lists") List<List<ReadRequest>> requests, @ForAll GroupOrder order) {
        List<List<Answer>> answers = new ArrayList<>();
        try (Groups groups = RING.groups(requests.stream(), order)) {
            groups.forEachRemaining(
                    results -> answers.add(results.stream().map(Answer::of).toList()));
        }
        assertThat(answers)
                .isEqualTo(requests.stream()
                        .map(group -> group.stream().map(Answer::expected).toList())
                        .toList());
    }

    @Property(tries = 100)
    void completions_giveWhatReadingInTurnGives(@ForAll("lists") List<List<ReadRequest>> requests) {
        List<ReadRequest> all = requests.stream().flatMap(List::stream).toList();
        List<Answer> answers = new ArrayList<>();
        try (Completions completions = RING.completions(all.stream())) {
            completions.forEachRemaining(result -> answers.add(Answer.of(result)));
        }
        assertThat(answers)
                .containsExactlyInAnyOrderElementsOf(
                        all.stream().map(Answer::expected).toList());
    }

    @Provide
    Arbitrary<List<List<ReadRequest>>> lists() {
        Arbitrary<Integer> sizes = Arbitraries.of(0, 1, 100, 70_000, MISSING);
        Arbitrary<Range> ranges = Combinators.combine(
                        Arbitraries.longs().between(-80_000, 80_000),
                        Arbitraries.integers().between(0, 80_000))
                .as(Range::new);
        return Combinators.combine(sizes, ranges.optional(0.6))
                .as((size, range) -> new ReadRequest(file(size), range))
                .list()
                .ofMaxSize(10)
                .list()
                .ofMaxSize(10);
    }

    /** A request and what came of it: a digest of the bytes and their number, or the failure. */
    private record Answer(ReadRequest request, String outcome) {

        static Answer of(ReadResult result) {
            try {
                return of(result.request(), result.bytes());
            } catch (IOException e) {
                return new Answer(result.request(), e.toString());
            }
        }

        private static Answer of(ReadRequest request, byte[] bytes) {
            return new Answer(request, bytes.length + " bytes, " + Arrays.hashCode(bytes));
        }

        static Answer expected(ReadRequest request) {
            int size = Integer.parseInt(request.path().getFileName().toString());
            if (size == MISSING) {
                return new Answer(request, "java.nio.file.NoSuchFileException: " + request.path());
            }
            Optional<Range> range = request.range();
            byte[] bytes = bytes(size);
            if (range.isEmpty()) {
                return of(request, bytes);
            }
            long offset = range.get().offset();
            long first = offset < 0 ? size + offset : offset;
            int from = Math.clamp(first, 0, size);
            int to = Math.clamp(first + range.get().length(), 0, size);
            return of(request, Arrays.copyOfRange(bytes, from, to));
        }
    }
}
