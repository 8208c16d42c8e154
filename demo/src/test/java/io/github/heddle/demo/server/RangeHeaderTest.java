package io.github.heddle.demo.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangeHeaderTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "bytes=0-0                                > 0-0",
                "bytes=0-                                 > 0-99",
                "bytes=99-                                > 99-99",
                "bytes=10-19                              > 10-19",
                "bytes=90-1000                            > 90-99",
                "bytes=-1                                 > 99-99",
                "bytes=-100                               > 0-99",
                "bytes=-101                               > 0-99",
                "bytes=0-99999999999999999999999999       > 0-99",
                "bytes=-99999999999999999999999999        > 0-99",
                "bytes=00010-00019                        > 10-19",
                "BYTES=0-0                                > 0-0",
                "bytes=0-0,50-59                          > 0-0 50-59",
                "bytes= 0-0 ,\t50-59 ,, -1,               > 0-0 50-59 99-99",
                "bytes=50-59,0-0                          > 50-59 0-0",
                "bytes=0-59,20-29                         > 0-59 20-29",
                "bytes=100-,0-0                           > 0-0",
            })
    void whatLiesWithinTheFileIsMeant(String header, String ranges) {
        assertThat(text(RangeHeader.ranges(header, 100))).isEqualTo(ranges);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes=100-",
                "bytes=100-200",
                "bytes=-0",
                "bytes=99999999999999999999999999-",
                "bytes=100-,200-300,-0"
            })
    void noneIsMeantWhereAllLieOutside(String header) {
        assertThat(RangeHeader.ranges(header, 100)).hasValue(List.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes",
                "bytes=",
                "bytes=,",
                "bytes=-",
                "bytes=5",
                "bytes=5-4",
                "bytes=0-0,5-4",
                "bytes=a-b",
                "bytes=0-0;1-1",
                "bytes=0 - 0",
                "bytes=0-0-0",
                "bytes=+1-2",
                "bytes=--1",
                "bytes=0x1-2",
                "bytes=\u0663-\u0664",
                "lines=0-0",
                "bytes 0-0"
            })
    void whatIsMalformedIsIgnored(String header) {
        assertThat(RangeHeader.ranges(header, 100)).isEmpty();
    }

    @Test
    void moreThanTheWholeFileIsIgnored() {
        assertThat(RangeHeader.ranges("bytes=0-99,0-0", 100)).isEmpty();
        assertThat(RangeHeader.ranges("bytes=0-49,50-99", 100)).isPresent();
    }

    @Test
    void moreRangesThanAnybodyNeedsAreIgnored() {
        assertThat(RangeHeader.ranges("bytes=" + String.join(",", Collections.nCopies(64, "0-0")), 100))
                .isPresent();
        assertThat(RangeHeader.ranges("bytes=" + String.join(",", Collections.nCopies(65, "0-0")), 100))
                .isEmpty();
    }

    @Test
    void anEmptyFileHasNoParts() {
        assertThat(RangeHeader.ranges("bytes=0-0", 0)).isEmpty();
        assertThat(RangeHeader.ranges("bytes=-1", 0)).isEmpty();
    }

    private static String text(Optional<List<ByteRange>> ranges) {
        return ranges.orElseThrow().stream()
                .map(range -> range.first() + "-" + range.last())
                .collect(Collectors.joining(" "));
    }
}
