package io.github.heddle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.InterruptibleChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The channels of a ring beside the JDK's; {@link FilesMirrorPropertiesTest} has what any operations answer. */
class ReadChannelTest extends MirrorSuite {

    ReadChannelTest(Setup setup) {
        super(setup);
    }

    @FunctionalInterface
    private interface Operation {
        Object on(SeekableByteChannel channel) throws Exception;
    }

    private static final List<Operation> OPERATIONS = List.of(
            channel -> channel.read(ByteBuffer.allocate(10)),
            channel -> channel.read(ByteBuffer.allocateDirect(10)),
            channel -> channel.read(ByteBuffer.allocate(0)),
            channel -> channel.read(ByteBuffer.allocate(10).asReadOnlyBuffer()),
            SeekableByteChannel::position,
            channel -> channel.position(5).position(),
            channel -> channel.position(-1),
            channel -> channel.position(1_000_000).read(ByteBuffer.allocate(10)),
            SeekableByteChannel::size,
            channel -> channel.write(ByteBuffer.allocate(10)),
            channel -> channel.truncate(5),
            channel -> channel.truncate(-1),
            SeekableByteChannel::isOpen);

    private void same(Path path, Operation operation) throws IOException {
        try (SeekableByteChannel theirs = Files.newByteChannel(path);
                SeekableByteChannel ours = mirror.newByteChannel(path)) {
            assertThat(answer(() -> operation.on(ours))).isEqualTo(answer(() -> operation.on(theirs)));
        }
    }

    @Test
    void operations_answerAsInTheJdk() throws IOException {
        for (Path path : List.of(file(100_000), Files.createFile(directory.resolve("empty")), directory)) {
            for (Operation operation : OPERATIONS) {
                same(path, operation);
                same(path, channel -> answer(() -> operation.on(channel)) + answer(() -> operation.on(channel))
                        + channel.position());
            }
        }
    }

    @Test
    void operationsAfterTheClose_answerAsInTheJdk() throws IOException {
        Path path = file(100);
        for (Operation operation : OPERATIONS) {
            same(path, channel -> {
                channel.close();
                channel.close();
                return operation.on(channel);
            });
        }
    }

    @Test
    void operationsOfAnInterruptedThread_closeTheChannelAsInTheJdk() throws IOException {
        Path path = file(100);
        for (Operation operation : OPERATIONS) {
            same(path, channel -> {
                Thread.currentThread().interrupt();
                String answer = answer(() -> operation.on(channel));
                return answer + channel.isOpen() + Thread.interrupted();
            });
        }
    }

    @Test
    void buffers_areFilledFromTheirPositionsToTheirLimits() throws IOException {
        Path path = file(200_000);
        byte[] content = Files.readAllBytes(path);
        for (ByteBuffer whole : List.of(ByteBuffer.allocate(150_000), ByteBuffer.allocateDirect(150_000))) {
            try (SeekableByteChannel channel = mirror.newByteChannel(path)) {
                ByteBuffer part = whole.slice(10, 140_000).position(5).limit(120_005);
                assertThat(channel.position(7).read(part)).isEqualTo(120_000);
                assertThat(part.position()).isEqualTo(120_005);
                assertThat(channel.position()).isEqualTo(120_007);
                byte[] read = new byte[120_000];
                whole.get(15, read);
                assertThat(read).isEqualTo(Arrays.copyOfRange(content, 7, 120_007));
                assertThat(whole.get(14)).isZero();
                assertThat(whole.get(120_015)).isZero();
                assertThat(channel.read(part.clear())).isEqualTo(200_000 - 120_007);
                assertThat(channel.read(part.clear())).isEqualTo(-1);
                assertThat(part.position()).isZero();
            }
        }
    }

    @Test
    void failedRead_leavesBufferAndPosition() throws IOException {
        try (SeekableByteChannel channel = mirror.newByteChannel(directory)) {
            ByteBuffer buffer = ByteBuffer.allocate(10);
            assertThatThrownBy(() -> channel.read(buffer)).hasMessage("Is a directory");
            assertThat(buffer.position()).isZero();
            assertThat(channel.position()).isZero();
            assertThat(channel.isOpen()).isTrue();
        }
    }

    @Test
    void fileThatGrowsAndShrinks_isReadAsItIsNow() throws IOException {
        Path path = file(10);
        try (SeekableByteChannel channel = mirror.newByteChannel(path)) {
            ByteBuffer buffer = ByteBuffer.allocate(100);
            assertThat(channel.read(buffer)).isEqualTo(10);
            assertThat(channel.read(buffer)).isEqualTo(-1);
            Files.write(path, new byte[5], StandardOpenOption.APPEND);
            assertThat(channel.size()).isEqualTo(15);
            assertThat(channel.read(buffer)).isEqualTo(5);
            Files.write(path, new byte[1]);
            assertThat(channel.read(buffer)).isEqualTo(-1);
            assertThat(channel.position()).isEqualTo(15);
        }
    }

    @Test
    void readsOfManyThreads_takeEachByteOnce() throws Exception {
        int records = 4000;
        ByteBuffer content = ByteBuffer.allocate(records * 100);
        for (int i = 0; i < records; i++) {
            content.putInt(i * 100, i);
        }
        Path path = Files.write(directory.resolve("records"), content.array());
        List<FutureTask<List<Integer>>> readers = new ArrayList<>();
        try (SeekableByteChannel channel = mirror.newByteChannel(path)) {
            for (int i = 0; i < 20; i++) {
                FutureTask<List<Integer>> reader = new FutureTask<>(() -> {
                    List<Integer> seen = new ArrayList<>();
                    ByteBuffer record = ByteBuffer.allocate(100);
                    while (channel.read(record.clear()) >= 0) {
                        assertThat(record.hasRemaining()).isFalse();
                        seen.add(record.getInt(0));
                    }
                    return seen;
                });
                readers.add(reader);
                Thread.ofVirtual().start(reader);
            }
            List<Integer> all = new ArrayList<>();
            for (FutureTask<List<Integer>> reader : readers) {
                all.addAll(reader.get());
            }
            assertThat(all).hasSize(records).doesNotHaveDuplicates();
        }
    }

    @FunctionalInterface
    private interface Ending {
        void end(Thread reader, SeekableByteChannel channel) throws Exception;
    }

    @Test
    void whatTheRingReadsFromAPipe_isCounted() throws Exception {
        Path pipe = Fifo.make(directory.resolve("pipe")).path();
        try (FileChannel both = FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE);
                SeekableByteChannel channel = mirror.newByteChannel(pipe)) {
            RingStatistics before = mirror.ring().statistics();
            both.write(ByteBuffer.allocate(3));
            assertThat(channel.read(ByteBuffer.allocate(10))).isEqualTo(3);
            RingStatistics after = mirror.ring().statistics();
            long count = mirror.ring().backend().isRing() ? 1 : 0;
            assertThat(after.ringReads() - before.ringReads()).isEqualTo(count);
            assertThat(after.bytes() - before.bytes()).isEqualTo(3 * count);
        }
    }

    /** {@return what came of a read of a silent pipe, on a thread of either kind} */
    private Outcome readOfASilentPipe(boolean virtual, Ending ending) throws Exception {
        assumeTrue(Tools.has("mkfifo"), "mkfifo is missing: install coreutils, it makes pipes");
        Path pipe = directory.resolve("pipe-" + virtual);
        Tools.run("mkfifo", pipe.toString());
        try (RandomAccessFile writer = new RandomAccessFile(pipe.toFile(), "rw");
                SeekableByteChannel channel = mirror.newByteChannel(pipe)) {
            writer.write(7);
            assertThat(channel.read(ByteBuffer.allocate(5))).isEqualTo(1);
            FutureTask<Outcome> read = new FutureTask<>(() -> Outcome.here(
                    () -> new byte[channel.read(ByteBuffer.allocate(5))]));
            Thread reader = virtual ? Thread.ofVirtual().start(read) : Thread.ofPlatform().start(read);
            FileInputTest.awaitParked(reader);
            ending.end(reader, channel);
            Outcome outcome = read.get();
            assertThat(channel.isOpen()).isFalse();
            assertThatThrownBy(channel::size).isInstanceOf(ClosedChannelException.class);
            return outcome;
        }
    }

    @Test
    void interruptOfARead_closesTheChannel() throws Exception {
        for (boolean virtual : new boolean[] {true, false}) {
            Outcome outcome = readOfASilentPipe(virtual, (reader, channel) -> reader.interrupt());
            assertThat(outcome).hasToString(new ClosedByInterruptException() + ", interrupted");
        }
    }

    @Test
    void closeByAnotherThread_endsARead() throws Exception {
        for (boolean virtual : new boolean[] {true, false}) {
            Outcome outcome = readOfASilentPipe(virtual, (reader, channel) -> channel.close());
            assertThat(outcome).hasToString(new AsynchronousCloseException().toString());
        }
    }

    @Test
    void interruptsAndClosesWhileAFileIsRead_endEachReadInOneOfTheirWays() throws Exception {
        Path path = file(3_000_000);
        for (int i = 0; i < 40; i++) {
            boolean interrupt = i % 2 == 0;
            try (SeekableByteChannel channel = mirror.newByteChannel(path)) {
                Outcome.Pending read = Outcome.start(() -> new byte[channel.read(ByteBuffer.allocate(3_000_000))]);
                Closeable closeable = channel;
                if (interrupt) {
                    read.thread().interrupt();
                } else {
                    closeable.close();
                }
                Outcome outcome = read.await();
                if (!outcome.isSuccess()) {
                    assertThat(channel.isOpen()).isFalse();
                    assertThat(outcome.isInterrupted()).isEqualTo(interrupt);
                    assertThat(outcome.toString()).startsWith("java.nio.channels." + (interrupt ? "ClosedByInterrupt" : ""));
                } else {
                    assertThat(outcome.bytes()).hasSize(3_000_000);
                }
            }
        }
    }

    @Test
    void channel_isInterruptibleAndNoFileChannel() throws IOException {
        Path path = file(10);
        for (OpenOption option : List.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS, StandardOpenOption.SYNC)) {
            try (SeekableByteChannel channel = mirror.newByteChannel(path, option)) {
                assertThat(channel).isInstanceOf(InterruptibleChannel.class).isNotInstanceOf(FileChannel.class);
                assertThat(channel.read(ByteBuffer.allocate(20))).isEqualTo(10);
            }
        }
    }

    @Test
    void channelForWriting_isTheJdks() throws IOException {
        Path path = directory.resolve("new");
        try (SeekableByteChannel channel =
                mirror.newByteChannel(path, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            assertThat(channel).isInstanceOf(FileChannel.class);
        }
        assertThat(path).exists();
    }

    @Test
    void optionsAndAttributes_areTheJdks() throws IOException {
        OpenOption own = new OpenOption() {
            @Override
            public String toString() {
                return "own";
            }
        };
        FileAttribute<?> unknown = new FileAttribute<String>() {
            @Override
            public String name() {
                return "heddle:unknown";
            }

            @Override
            public String value() {
                return "";
            }
        };
        FileAttribute<?> permissions = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Path path = file(10);
        Path link = Files.createSymbolicLink(directory.resolve("link"), path);
        List<Set<? extends OpenOption>> sets = List.of(
                Set.of(),
                Set.of(StandardOpenOption.READ),
                Set.of(LinkOption.NOFOLLOW_LINKS),
                Set.of(StandardOpenOption.CREATE_NEW),
                Set.of(StandardOpenOption.APPEND, StandardOpenOption.READ),
                Set.of(StandardOpenOption.APPEND, StandardOpenOption.TRUNCATE_EXISTING),
                Set.of(own));
        for (Set<? extends OpenOption> options : sets) {
            for (Path each : List.of(path, link, directory.resolve("missing"))) {
                for (FileAttribute<?>[] attributes : new FileAttribute<?>[][] {{}, {permissions}, {unknown}}) {
                    assertThat(answer(() -> size(mirror.newByteChannel(each, options, attributes))))
                            .as("%s %s %s", each, options, Arrays.toString(attributes))
                            .isEqualTo(answer(() -> size(Files.newByteChannel(each, options, attributes))));
                }
            }
        }
        assertThat(Stream.of(path, link)).allMatch(Files::exists);
    }

    private static long size(SeekableByteChannel channel) throws IOException {
        try (channel) {
            return channel.size();
        }
    }
}
