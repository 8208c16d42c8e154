package io.github.heddle.ring.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RingUnavailableTest {

    @ParameterizedTest
    @CsvSource({
        "5.15.0-91-generic, true",
        "6.0.19, true",
        "6.1, false",
        "6.1.0-18-amd64, false",
        "6.10.2, false",
        "10.0.1, false",
        "unknown, false"
    })
    void kernel_isToldToBeOldWhereItIs(String version, boolean old) {
        assertThat(RingUnavailable.isOld(version)).isEqualTo(old);
    }
}
