package io.github.heddle.demo.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.heddle.Range;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class OffsetsTest {
    private final Job job = Job.ranges(16, 16 << 10, 1 << 20);

    @Test
    void lieInTheFileAndDoNotTouch() {
        for (int file = 0; file < 100; file++) {
            List<Range> sorted = Offsets.draw(job, file).stream()
                    .sorted(Comparator.comparingLong(Range::offset))
                    .toList();

            assertThat(sorted).hasSize(16);
            assertThat(sorted.getFirst().offset()).isNotNegative();
            assertThat(sorted.getLast().offset() + (16 << 10)).isLessThanOrEqualTo(1 << 20);
            for (int i = 1; i < sorted.size(); i++) {
                long end = sorted.get(i - 1).offset() + sorted.get(i - 1).length();
                assertThat(sorted.get(i).offset()).isGreaterThan(end);
            }
        }
    }

    @Test
    void areTheSameForAllRivalsAndOthersForEachFile() {
        assertThat(Offsets.draw(job, 1)).isEqualTo(Offsets.draw(job, 1)).isNotEqualTo(Offsets.draw(job, 2));
    }
}
