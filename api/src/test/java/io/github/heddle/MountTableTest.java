package io.github.heddle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class MountTableTest {

    private static final String LINES =
            """
            23 28 0:21 / /proc rw,nosuid shared:12 - proc proc rw
            28 1 8:1 / / rw,relatime shared:1 master:2 - ext4 /dev/sda1 rw
            40 28 0:50 / /data rw - fuse.sshfs host:/x rw
            41 28 8:2 / /data rw - xfs /dev/sdb rw
            42 28 8:3 /a\\040b /with\\040space\\011tab\\134 rw - ext4 /dev/sdc rw
            a line of some later kernel
            """;

    private final MountTable table = MountTable.parse(LINES.getBytes(StandardCharsets.UTF_8));

    @Test
    void longestPrefix_countsWholeComponents() {
        assertThat(id("/proc/self/stat")).isEqualTo(23);
        assertThat(id("/process")).isEqualTo(28);
        assertThat(id("/")).isEqualTo(28);
        assertThat(id("/proc")).isEqualTo(23);
    }

    @Test
    void laterMountOfAPoint_liesOnTop() {
        assertThat(id("/data/file")).isEqualTo(41);
    }

    @Test
    void number_leadsToItsMountUnlessThatIsHidden() {
        assertThat(Objects.requireNonNull(table.withId(41)).point()).isEqualTo("/data");
        assertThat(table.withId(40)).isNull();
        assertThat(table.withId(-1)).isNull();
    }

    @Test
    void escapes_areUndone() {
        assertThat(id("/with space\ttab\\/file")).isEqualTo(42);
    }

    @Test
    void tableWithoutARoot_knowsNothing() {
        assertThat(MountTable.parse(new byte[0]).of("/file")).isNull();
    }

    private long id(String path) {
        return Objects.requireNonNull(table.of(path)).id();
    }
}
