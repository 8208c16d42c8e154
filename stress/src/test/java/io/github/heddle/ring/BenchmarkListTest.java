package io.github.heddle.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.heddle.bench.CachedPathBenchmark;
import io.github.heddle.bench.WakeUpBenchmark;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

class BenchmarkListTest {

    /** Without its annotation processor JMH finds nothing to run, and nothing in the build would say so. */
    @Test
    void listNamesTheBenchmarks() {
        var silent = OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT);
        assertThat(BenchmarkList.defaultList().getAll(silent, List.of()))
                .extracting(entry -> entry.getUserClassQName())
                .contains(
                        SubmissionQueueBenchmark.class.getName(),
                        SlotHandOffBenchmark.class.getName(),
                        CachedPathBenchmark.class.getName(),
                        WakeUpBenchmark.class.getName());
    }
}
