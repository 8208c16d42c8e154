package io.github.heddle.demo.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PingCommandTest {
    @Test
    void heddleAnswersBesideFilesThatDoNot() throws IOException {
        CommandRun run = CommandRun.of(PingCommand::new, "--seconds", 1.6, "--json");

        assertThat(run.status()).as("%s", run).isZero();
        Map<String, Object> json = run.json();
        assertThat(json).containsEntry("holds", true).containsEntry("contrast", true);
        assertThat(json.get("turns")).asInstanceOf(InstanceOfAssertFactories.LIST).hasSize(2);
    }

    @Test
    void failsWhereTheSideThatIsTestedIsTheOther() {
        CommandRun run = CommandRun.of(output -> new PingCommand(output, Side.JDK, Side.JDK), "--seconds", 0.5);

        assertThat(run.status()).as("%s", run).isEqualTo(1);
        assertThat(run.out())
                .containsPattern("JDK: FAILED: beside \\d+ readers \\d+ of \\d+ pings had no answer")
                .containsPattern("FAILED: of \\d+ reads that waited, 0 waited in the ring|There is no ring here");
    }

    @Test
    void refusesPhasesInWhichNothingCanBeSeen() {
        CommandRun run = CommandRun.of(PingCommand::new, "--seconds", 0.1);

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("--seconds must be from 0.5 to 600, not 0.1.");
    }
}
