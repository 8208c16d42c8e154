package io.github.heddle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The bean of a ring, as a console sees it: by name, without Heddle's classes. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(SkipReason.class)
class ManagementTest {

    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

    @TempDir
    Path directory;

    private static ObjectName named(String name) throws Exception {
        return new ObjectName("io.github.heddle:type=FileRing,name=" + name);
    }

    private static Map<String, Object> attributes(ObjectName name) throws Exception {
        String[] names = Arrays.stream(SERVER.getMBeanInfo(name).getAttributes())
                .map(MBeanAttributeInfo::getName)
                .toArray(String[]::new);
        return SERVER.getAttributes(name, names).asList().stream()
                .collect(Collectors.toMap(attribute -> attribute.getName(), attribute -> attribute.getValue()));
    }

    @Test
    void bean_tellsWhatTheRingTells() throws Exception {
        Path file = Files.write(directory.resolve("file"), new byte[1000]);
        try (FileRing ring = Engines.LIBURING.open(FileRing.builder().rings(2).cachedReads(false).jmx("bean"))) {
            ring.read(file);
            try (Neighbour neighbour = Neighbour.on(ring, directory)) {
                assertThat(neighbour).isNotNull();
                RingStatistics statistics = ring.statistics();
                assertThat(attributes(named("bean")))
                        .containsEntry("Engine", "io_uring by liburing")
                        .containsEntry("Reason", "")
                        .containsEntry("Remedy", "")
                        .containsEntry("CachedReads", 0L)
                        .containsEntry("RingReads", 1L)
                        .containsEntry("FallbackReads", 0L)
                        .containsEntry("Bytes", 1000L)
                        .containsEntry("InFlight", 1)
                        .containsEntry("Waiting", 0)
                        .containsEntry("Quarantined", 0)
                        .containsEntry("QueueTimeNanos", statistics.queueTime().toNanos())
                        .containsEntry("DeviceTimeNanos", statistics.deviceTime().toNanos())
                        .containsEntry("PoolThreads", 0)
                        .hasEntrySatisfying("Details", details -> assertThat(((TabularData) details).size())
                                .isEqualTo(ring.backend().details().size()))
                        .hasEntrySatisfying("Reapers", reapers -> assertThat(((TabularData) reapers).values().toString())
                                .contains("heddle-reaper-", "value=true")
                                .doesNotContain("value=false"))
                        .hasSize(15);
                assertThat(statistics.deviceTime()).isPositive();
                assertThat((String[]) SERVER.invoke(named("bean"), "readsUnderWay", null, null)).singleElement().asString()
                        .contains(directory.resolve("neighbour").toString(), "in the kernel");
            }
        }
        assertThat(SERVER.isRegistered(named("bean"))).isFalse();
    }

    @Test
    void bean_tellsWhyThePoolReads() throws Exception {
        Fifo pipe = Fifo.make(directory.resolve("pipe"));
        try (FileRing ring = Engines.THREADS.open(FileRing.builder().jmx("a,b=\"c\""))) {
            FutureTask<byte[]> reading = new FutureTask<>(() -> ring.read(pipe.path()));
            Thread.ofVirtual().start(reading);
            while (ring.statistics().inFlight() == 0) {
                Thread.onSpinWait();
            }
            assertThat(attributes(named(ObjectName.quote("a,b=\"c\""))))
                    .containsEntry("Engine", "thread pool")
                    .containsEntry("Reason", "asked for by EnginePolicy.THREADS")
                    .containsEntry("InFlight", 1)
                    .containsEntry("PoolThreads", 1);
            pipe.letGoUntil(reading::isDone);
        }
        assertThat(SERVER.queryNames(new ObjectName("io.github.heddle:*"), null)).isEmpty();
    }

    @Test
    void reaperThatDied_isToldDead() throws Exception {
        assumeTrue(!"off".equals(System.getProperty("heddle.io_uring")), "io_uring is switched off");
        Path file = Files.write(directory.resolve("file"), new byte[1000]);
        try (FileRing ring = FileRing.builder()
                .cachedReads(false)
                .jmx("broken")
                .maker((rings, inFlight, reserve, memory, liburing) -> BrokenRingTest.doomed())
                .open()) {
            ring.backend();
            ring.read(file);
            while (SERVER.getAttribute(named("broken"), "Reapers").toString().contains("value=true")) {
                Thread.onSpinWait(); // it is on its way out
            }
            assertThat(attributes(named("broken")))
                    .hasEntrySatisfying("Reapers", reapers -> assertThat(reapers.toString()).contains("value=false"))
                    .hasEntrySatisfying("Reason", reason -> assertThat(reason.toString()).contains("for the test"));
        }
    }

    @Test
    void nameThatIsTaken_isLeftToTheFirstRing() throws Exception {
        try (FileRing first = Engines.THREADS.open(FileRing.builder().jmx("one"))) {
            Path file = Files.write(directory.resolve("file"), new byte[1000]);
            try (FileRing second = Engines.THREADS.open(FileRing.builder().jmx("one"))) {
                assertThat(second.read(file)).hasSize(1000);
                assertThat(attributes(named("one"))).containsEntry("Bytes", 0L);
            }
            assertThat(SERVER.isRegistered(named("one"))).isTrue();
            assertThat(first.read(file)).hasSize(1000);
            assertThat(attributes(named("one"))).containsEntry("Bytes", 1000L);
        }
    }

    @Test
    void property_givesEveryRingABean() throws Exception {
        assertThat(SERVER.queryNames(new ObjectName("io.github.heddle:*"), null)).isEmpty();
        System.setProperty("heddle.jmx", "on");
        try (FileRing shared = FileRing.openShared();
                FileRing named = FileRing.builder().jmx("named").open();
                FileRing other = FileRing.open()) {
            assertThat(List.of(shared, named, other)).doesNotContainNull();
            Set<ObjectName> names = SERVER.queryNames(new ObjectName("io.github.heddle:type=FileRing,*"), null);
            assertThat(names).hasSize(3).contains(named("RingFiles"), named("named"));
            assertThat(names).anyMatch(name -> name.getKeyProperty("name").matches("\\d+"));
        } finally {
            System.clearProperty("heddle.jmx");
        }
        assertThat(SERVER.queryNames(new ObjectName("io.github.heddle:*"), null)).isEmpty();
    }
}
