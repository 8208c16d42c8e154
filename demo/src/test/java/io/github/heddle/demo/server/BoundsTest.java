package io.github.heddle.demo.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoundsTest {
    @ParameterizedTest
    @CsvSource({"20000, 12650", "65536, 43008", "1048576, 43008", "unlimited, 43008", "unknown, 43008", "1024, 340"})
    void twoPartsInThreeOfTheDescriptorsAreForConnections(String descriptors, int connections) {
        try (Bounds bounds = Bounds.of(descriptors)) {
            assertThat(bounds.connections()).isEqualTo(connections);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "2", "3", "7", "256", "1024", "4096", "20000"})
    void whateverThereIsCannotBeUsedUp(String descriptors) {
        try (Bounds bounds = Bounds.of(descriptors)) {
            int all = Integer.parseInt(descriptors);
            assertThat(bounds.connections()).isPositive();
            if (all >= 7) {
                // As many files again at half of the connections; the rest is the reserve.
                assertThat(bounds.connections() + bounds.connections() / 2).isLessThanOrEqualTo(all - all / 20);
            }
        }
    }
}
