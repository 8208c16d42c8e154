package io.github.heddle.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LeakSearchTest {

    @Test
    void readsThatFailInEveryWay_leaveNothing() throws Exception {
        StringWriter text = new StringWriter();
        try (LeakGround ground = LeakGround.make()) {
            LeakSearch search = new LeakSearch(ground, new PrintWriter(text));
            Ledger ledger = search.run(3000);
            assertThat(ledger.leaks()).as("%s%n%s", ledger, text).isEmpty();
            assertThat(search.findings().count()).as("%s", text).isZero();
            assertThat(search.performed()).containsKeys("a deadline at a pipe", "a ring closed while it is read");
        }
    }
}
