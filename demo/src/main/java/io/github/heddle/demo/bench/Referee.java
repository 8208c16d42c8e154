package io.github.heddle.demo.bench;

import io.github.heddle.demo.CacheState;
import io.github.heddle.demo.Progress;
import io.github.heddle.demo.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Holds a contest: who reads when, on which caches, and that all have read the same. */
final class Referee {
    private final Contest contest;
    private final ColdCache cold;
    private final Path lists;
    private final Outcome outcome;
    private final Map<Entrant, Rival> present = new LinkedHashMap<>();

    /** @param lists a directory for the lists of files */
    Referee(Contest contest, ColdCache cold, Path lists) {
        this.contest = contest;
        this.cold = cold;
        this.lists = lists;
        outcome = new Outcome(contest);
    }

    Outcome hold(Crew crew, Progress progress) throws IOException, InterruptedException {
        for (Entrant entrant : contest.entrants()) {
            try {
                present.put(entrant, crew.get(entrant.kind()));
            } catch (Rival.Unavailable absent) {
                outcome.standing(entrant).absent(Reason.of(absent));
            }
        }
        for (int round = 0; round < contest.warmUps() + contest.rounds(); round++) {
            round(round);
            progress.at(round + 1L);
        }
        return outcome;
    }

    private void round(int round) throws IOException, InterruptedException {
        Map<List<Path>, Path> shuffled = new LinkedHashMap<>();
        for (Entrant entrant : present.keySet()) {
            if (!shuffled.containsKey(entrant.files())) {
                Path list = lists.resolve("files-" + shuffled.size());
                writeShuffled(entrant.files(), round, list);
                shuffled.put(entrant.files(), list);
            }
        }
        var order = new ArrayList<>(present.keySet());
        // Nobody always reads after the same one.
        Collections.rotate(order, -round);
        Map<Path, Answer> first = new LinkedHashMap<>();
        for (Entrant entrant : order) {
            Path list = shuffled.getOrDefault(entrant.files(), lists);
            Sample sample = turn(entrant, list, round);
            checkSame(entrant, sample.answer(), first.computeIfAbsent(list, _ -> sample.answer()));
            if (round >= contest.warmUps()) {
                record(entrant, sample);
            }
        }
    }

    private Sample turn(Entrant entrant, Path list, int round) throws IOException, InterruptedException {
        Rival rival = present.get(entrant);
        if (rival == null) {
            throw new IllegalStateException(entrant.name() + " is not present");
        }
        try {
            rival.prepare(entrant.job().on(list, round));
            if (contest.cache() == CacheState.COLD) {
                cold.empty(list);
            } else {
                Preread.files(entrant.files());
            }
            Path some = entrant.files().getFirst();
            DiskCounters before = DiskCounters.below(some);
            Answer answer = rival.go();
            if (answer.isError()) {
                throw new IOException(answer.error());
            }
            return new Sample(answer, DiskCounters.below(some).since(before));
        } catch (IOException problem) {
            throw new IOException(contest.id() + ", " + entrant.name() + ": " + Reason.of(problem), problem);
        }
    }

    private void checkSame(Entrant entrant, Answer answer, Answer first) throws IOException {
        if (answer.bytes() != first.bytes() || answer.checksum() != first.checksum()) {
            throw new IOException(contest.id() + ", " + entrant.name() + ": read " + answer.bytes()
                    + " bytes with checksum " + answer.checksum() + ", and another rival read " + first.bytes()
                    + " with " + first.checksum());
        }
    }

    private void record(Entrant entrant, Sample sample) {
        outcome.standing(entrant).add(sample);
        boolean nothingInMemory = contest.cache() == CacheState.COLD && cold.isComplete();
        String objection = sample.answer().proof().objection(nothingInMemory);
        if (!objection.isEmpty()) {
            outcome.object(entrant.name() + ": " + objection);
        }
    }

    private static void writeShuffled(List<Path> files, int round, Path list) throws IOException {
        var order = new ArrayList<>(files);
        Collections.shuffle(order, new Random(round));
        Files.write(list, order.stream().map(Path::toString).toList());
    }
}
