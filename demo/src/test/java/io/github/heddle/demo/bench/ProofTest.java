package io.github.heddle.demo.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProofTest {
    @Test
    void takesColdReadsByTheRingOnly() {
        assertThat(new Proof("ring", true, 95, 5, 0).objection(true)).isEmpty();
        assertThat(new Proof("ring", true, 5, 95, 0).objection(true))
                .isEqualTo("of 100 cold reads only 5 went by the ring");
        assertThat(new Proof("ring", true, 5, 95, 0).objection(false)).isEmpty();
    }

    @Test
    void takesNoReadByTheThreadPool() {
        assertThat(new Proof("ring", true, 95, 5, 1).objection(false)).contains("1 reads");
        assertThat(new Proof("thread pool", false, 0, 0, 0).objection(false)).contains("thread pool");
    }

    @Test
    void isNotAskedOfOthers() {
        assertThat(Proof.NONE.objection(true)).isEmpty();
    }

    @Test
    void countsFromAMomentOn() {
        var before = new Proof("ring", true, 1, 2, 3);
        assertThat(new Proof("ring", true, 11, 22, 33).since(before)).isEqualTo(new Proof("ring", true, 10, 20, 30));
    }
}
