package io.github.heddle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SightingsTest {

    private final Sightings sightings = new Sightings();

    @Test
    void whatWasNotSeenIsNotFresh() {
        sightings.note("/a/file");

        assertThat(sightings.isFresh("/a/fil")).isFalse();
    }

    @Test
    void aPathThatSharesAPlaceIsNotTakenForTheOther() {
        sightings.note("/Aa"); // the two strings have one hash
        assertThat(sightings.isFresh("/BB")).isFalse();
    }

    @Test
    void whatWasSeenIsFreshForAMoment() {
        // Another try each time, for a machine that is busy can keep this thread waiting for longer than the moment.
        assertThat(IntStream.range(0, 1000)).anyMatch(i -> {
            sightings.note("/a/file" + i);
            return sightings.isFresh("/a/file" + i);
        });
    }

    @Test
    void andNotForLonger() {
        sightings.note("/a/file");
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (sightings.isFresh("/a/file")) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
