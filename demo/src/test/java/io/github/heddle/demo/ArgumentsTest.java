package io.github.heddle.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "--nonsense",
                "read",
                "read --threads 0 file",
                "read --threads many file",
                "tour --rounds 0 .",
                "tour one two",
                "tour no/such/directory",
                "tour pom.xml",
                "doctor file",
                "serve --dir no/such/directory",
                "serve --dir pom.xml",
                "serve --dir . --port -1",
                "serve --dir . --port 65536",
                "serve --dir . --port http",
                "serve --dir . --host no.such.host.invalid",
                "serve"
            })
    void whatIsWrongIsToldWithStatus2(String arguments) {
        Run run = Run.heddle((Object[]) arguments.split(" ", -1));

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("heddle: ").containsPattern("Try 'heddle.* --help'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "tour --help", "read --help", "doctor --help", "serve --help"})
    void everyCommandHelps(String arguments) {
        Run run = Run.heddle((Object[]) arguments.split(" ", -1));

        assertThat(run.status()).isZero();
        assertThat(run.out()).startsWith("Usage: heddle");
    }

    @Test
    void tellsItsVersion() {
        Run run = Run.heddle("--version");

        assertThat(run.status()).isZero();
        assertThat(run.out()).containsPattern("heddle \\d+\\.\\d+");
    }
}
