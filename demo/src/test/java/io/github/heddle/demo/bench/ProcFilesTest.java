package io.github.heddle.demo.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.heddle.demo.bench.MappedMemory.Mapping;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcFilesTest {
    @Test
    void diskCountersAreThoseOfTheDevice() {
        var lines = List.of(
                "   7       0 loop0 1 0 8 0 0 0 0 0 0 4 5 0 0 0 0 0 0",
                " 254       0 vda 100 1 2 300 4 5 6 7 0 40 800 0 0 0 0 0 0");

        DiskCounters disk = DiskCounters.parse(lines, 254, 0);

        assertThat(disk).isEqualTo(new DiskCounters(100, 40, 800));
        assertThat(disk.depth()).isEqualTo(20);
        assertThat(DiskCounters.parse(lines, 8, 0)).isEqualTo(DiskCounters.NONE);
        assertThat(DiskCounters.NONE.depth()).isZero();
    }

    @Test
    void mappingsAreWritableOnes() {
        var lines = List.of(
                "1000-3000 rw-p 00000000 00:00 0 ",
                "Size:                  8 kB",
                "Rss:                   4 kB",
                "3000-4000 r--p 00000000 fe:00 123 /lib/some lib",
                "Rss:                   4 kB",
                "5000-6000 rw-s 00000000 00:0e 7 anon_inode:[io_uring]",
                "Rss:                   0 kB",
                "VmFlags: rd wr sh");

        assertThat(MappedMemory.parse(lines))
                .containsExactly(new Mapping(0x1000, 0x3000, 4096), new Mapping(0x5000, 0x6000, 0));
    }

    @Test
    void whatIsAddedIsFoundWithinWhatHasGrown() {
        var before = List.of(new Mapping(10, 20, 0), new Mapping(40, 50, 0));
        var after = List.of(new Mapping(10, 60, 0), new Mapping(70, 80, 0));

        assertThat(MappedMemory.added(before, after))
                .containsExactly(new Mapping(20, 40, 0), new Mapping(50, 60, 0), new Mapping(70, 80, 0));
    }
}
