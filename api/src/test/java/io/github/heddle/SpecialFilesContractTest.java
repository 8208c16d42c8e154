package io.github.heddle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is no ordinary file: the kernel's own files, devices, sockets, and paths that are not the kernel's. */
class SpecialFilesContractTest extends ContractSuite {

    SpecialFilesContractTest(Setup setup) {
        super(setup);
    }

    @Test
    void procFiles_areReadThoughTheySayThatTheyAreEmpty() throws Exception {
        for (String file : List.of(
                "version", "cmdline", "filesystems", "devices", "self/cmdline", "self/environ", "self/limits", "self/cgroup",
                "self/comm", "self/auxv", "self/uid_map", "sys/kernel/ostype", "sys/kernel/osrelease",
                "sys/kernel/random/boot_id")) {
            check.same(Path.of("/proc", file));
            check.same(Path.of("/proc", file), 1, 5);
        }
    }

    @Test
    void procFilesThatChange_areReadAsFarAsTheyStay() throws Exception {
        check.same(Path.of("/proc/self/status"), linesThat(line -> line.matches("(Name|Umask|Tgid|Pid|Uid|Gid|Cap).*")));
        check.same(Path.of("/proc/mounts"), linesThat(line -> line.contains(" / ")));
        check.same(Path.of("/proc/self/mountinfo"), linesThat(line -> line.contains(" / / ")));
        check.same(Path.of("/proc/cpuinfo"), linesThat(line -> !line.contains("MHz")));
        check.same(Path.of("/proc/self/maps"), linesThat(line -> line.contains("libjvm")));
        check.same(Path.of("/proc/self/smaps"), linesThat(line -> line.contains("libjvm")));
        check.same(Path.of("/proc/meminfo"), linesThat(line -> line.startsWith("MemTotal")));
        check.same(Path.of("/proc/kallsyms"), linesThat(line -> line.endsWith(" do_exit")));
    }

    private static UnaryOperator<byte[]> linesThat(Predicate<String> stay) {
        return bytes -> {
            String lines = new String(bytes, StandardCharsets.UTF_8)
                    .lines()
                    .filter(stay)
                    .collect(Collectors.joining("\n"));
            assertThat(lines).isNotEmpty();
            return lines.getBytes(StandardCharsets.UTF_8);
        };
    }

    @Test
    void procSysNumbers_areReadWholeWhereTheJdkHasTheirFirstDigit() throws Exception {
        // These answer only a read from their start, and the JDK's first read of what says it is empty takes one byte.
        for (String file : List.of("kernel/pid_max", "kernel/threads-max", "fs/nr_open", "vm/swappiness", "vm/overcommit_ratio")) {
            Path path = Path.of("/proc/sys", file);
            byte[] content = Tools.run("cat", path.toString()).getBytes(StandardCharsets.UTF_8);
            assertThat(Files.readAllBytes(path)).as("what the JDK has of %s: is the row still true?", path).hasSize(1);
            check.differs(path, content);
            check.same(path, 0, 100);
        }
    }

    @Test
    void procFilesThatCannotBeRead_failAsInTheJdk() throws Exception {
        check.same(Path.of("/proc/self/mem"));
        check.same(Path.of("/proc/self/mem"), 0, 10);
        for (String path : List.of("nothing", "self/nothing", "self", "self/fd", "self/fd/99999", "version/below", "99999999/stat")) {
            check.same(Path.of("/proc", path));
        }
        check.same(Path.of("/proc/self/clear_refs"));
        check.same(Path.of("/proc/sysrq-trigger"));
    }

    @Test
    void sysFiles_areReadThoughTheySayThatTheyArePages() throws Exception {
        for (String file : List.of(
                "kernel/mm/transparent_hugepage/enabled", "class/net/lo/address", "class/net/lo/mtu", "kernel/notes",
                "devices/system/cpu/online", "block", "nothing")) {
            check.same(Path.of("/sys", file));
            check.same(Path.of("/sys", file), 1, 3);
        }
        check.same(Path.of("/sys/class/net/lo/speed")); // EINVAL
        check.same(Path.of("/sys/bus/cpu/drivers_probe")); // can only be written: EIO, or EACCES for who is not root
        check.same(Path.of("/sys/kernel/btf/vmlinux"));
        check.same(Path.of("/sys/kernel/btf/vmlinux"), 1 << 20, 200_000);
    }

    @Test
    void devices_areReadAsInTheJdk() throws Exception {
        check.same(Path.of("/dev/null"));
        check.same(Path.of("/dev/null"), 5, 5);
        check.same(Path.of("/dev/zero"), 1000, 200_000);
        check.same(Path.of("/dev/full"), 0, 1);
        check.same(Path.of("/dev/missing"));
        check.same(Path.of("/dev/ptmx/below"));
    }

    @Test
    void deviceNodesElsewhere_areReadAsInTheJdk() throws Exception {
        assumeTrue(Tools.isRoot() && Tools.has("mknod"), "needs root and mknod, to make devices");
        check.same(node("null", "c", 1, 3));
        check.same(node("null-too", "c", 1, 3), 5, 5);
        check.same(node("zero", "c", 1, 5), 7, 200_000);
        check.same(node("no-driver", "c", 4094, 7));
        check.same(node("no-disk", "b", 4094, 7));
        check.same(node("no-disk-too", "b", 4094, 7), 0, 10);
    }

    private Path node(String name, String kind, int major, int minor) throws Exception {
        Path node = directory.resolve(name);
        Tools.run("mknod", node.toString(), kind, Integer.toString(major), Integer.toString(minor));
        return node;
    }

    @Test
    void blockDevice_isReadToItsEnd() throws Exception {
        assumeTrue(Tools.isRoot() && Tools.has("losetup") && Tools.has("mknod"),
                "needs root, losetup and mknod, to have a block device");
        Path content = fileOf("disk", 300 * 512);
        String device = Tools.run("losetup", "--show", "--read-only", "--find", content.toString()).strip();
        try {
            check.same(Path.of(device));
            check.same(Path.of(device), 1000, 70_000);
            int minor = Integer.parseInt(device.replaceAll("\\D", ""));
            Path node = node("node", "b", 7, minor);
            check.same(node);
            check.same(node, 1000, 70_000);
        } finally {
            Tools.run("losetup", "--detach", device);
        }
    }

    @Test
    void socket_cannotBeOpened() throws Exception {
        Path socket = directory.resolve("socket");
        Path link = Files.createSymbolicLink(directory.resolve("link"), socket);
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            check.same(socket);
            check.same(socket, 0, 1);
            check.same(link);
            check.same(socket.resolve("below"));
        }
        check.same(socket); // nobody listens any more
    }

    @Test
    void emptyFile_hasNoBytes() throws Exception {
        check.same(Files.createFile(directory.resolve("empty")));
        check.same(directory.resolve("empty"), 0, 10);
        check.same(directory.resolve("empty"), 10, 10);
        check.same(directory.resolve("empty/below"));
    }

    @Test
    void directories_areNone() throws Exception {
        Files.createDirectories(directory.resolve("a/b"));
        for (Path path : List.of(directory, directory.resolve("a"), directory.resolve("a/b"), Path.of("/"), Path.of("/tmp"))) {
            check.same(path);
            check.same(path, 0, 10);
        }
    }

    @Test
    void pathOfAZip_isReadThere() throws Exception {
        Path zip = directory.resolve("a.zip");
        try (FileSystem files = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
            Files.writeString(files.getPath("/inside"), "zipped");
            Files.write(files.getPath("/large"), bytes(300_000));
            Files.createDirectory(files.getPath("/directory"));
        }
        try (FileSystem files = FileSystems.newFileSystem(zip)) {
            for (String inside : List.of("/inside", "inside", "/large", "/directory", "/", "/outside", "/inside/below")) {
                check.same(files.getPath(inside));
            }
            assertThat(ring.read(files.getPath("/inside"), 2, 3)).asString().isEqualTo("ppe");
            check.same(files.getPath("/inside"), 2, 3);
            check.same(files.getPath("/large"), 100_000, 150_000);
            check.same(files.getPath("/large"), 400_000, 10);
            check.same(files.getPath("/outside"), 2, 3);
        }
        check.same(zip);
    }

    @Test
    void pathOfTheJdksModules_isReadThere() throws Exception {
        for (String inside : List.of("java.base/java/lang/Object.class", "java.base/java/lang", "java.base/nothing", "nothing/x")) {
            check.same(Path.of(URI.create("jrt:/" + inside)));
        }
        // The file system of the modules has no channel with positions to compare with.
        Path object = Path.of(URI.create("jrt:/java.base/java/lang/Object.class"));
        byte[] content = Files.readAllBytes(object);
        check.differs(() -> ring.read(object, 100, 50), Arrays.copyOfRange(content, 100, 150));
        check.differs(() -> ring.read(object, content.length - 5L, 50),
                Arrays.copyOfRange(content, content.length - 5, content.length));
        check.differs(() -> ring.read(object, content.length, 50), new byte[0]);
    }

    @Test
    void nullPath_isANullPointer() {
        assertThat(catchThrowable(() -> ring.read(nothing())))
                .isInstanceOf(NullPointerException.class);
        assertThat(catchThrowable(() -> Files.readAllBytes(nothing())))
                .isInstanceOf(NullPointerException.class);
        Tally.count(setup);
    }

    @SuppressWarnings("NullAway") // what a caller without null checks does
    private static Path nothing() {
        return null;
    }

    @Test
    void failureWhileReading_hasACauseThatNamesOperationAndOffset() throws IOException {
        for (Path path : List.of(directory, Path.of("/proc/self/mem"))) {
            Throwable failure = catchThrowable(() -> ring.read(path));
            assertThat(failure).isInstanceOf(IOException.class).cause().hasMessageContainingAll("read", "offset 0");
            Tally.count(setup);
        }
    }
}
