package io.github.heddle.ring.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.heddle.ring.SkipReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds the numbers against the kernel's headers, of both architectures where the machine has them. */
@ExtendWith(SkipReason.class)
class SystemCallNumberTest {

    private static final Path INCLUDE = Path.of("/usr/include");

    private static final Pattern NUMBER = Pattern.compile("#define __NR(?:3264)?_(\\w+) (\\d+)");

    @Test
    void numbersHere_areKnown() {
        assertThat(SystemCallNumber.areKnown()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void numberOfAmd64_isTheHeaders(SystemCallNumber call) throws IOException {
        assertIs(call, call.amd64(), INCLUDE.resolve("x86_64-linux-gnu/asm/unistd_64.h"));
    }

    /** AArch64 has the numbers of the generic table. */
    @ParameterizedTest
    @EnumSource
    void numberOfAarch64_isTheHeaders(SystemCallNumber call) throws IOException {
        assertIs(call, call.aarch64(), INCLUDE.resolve("asm-generic/unistd.h"));
    }

    private static void assertIs(SystemCallNumber call, int number, Path header) throws IOException {
        assumeTrue(Files.exists(header), header + " is missing: install linux-libc-dev");
        Map<String, Integer> numbers = new HashMap<>();
        try (Stream<String> lines = Files.lines(header)) {
            for (Matcher line : (Iterable<Matcher>) lines.map(NUMBER::matcher).filter(Matcher::find)::iterator) {
                numbers.put(line.group(1), Integer.valueOf(line.group(2)));
            }
        }
        assertThat(numbers).containsEntry(call.name().toLowerCase(Locale.ROOT), number);
    }
}
