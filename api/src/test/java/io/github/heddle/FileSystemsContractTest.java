package io.github.heddle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same files on file systems of every kind: those that the ring is used for, and those that it is not. */
class FileSystemsContractTest extends ContractSuite {

    private static final int BUFFER = 64 << 10;
    private static final List<Integer> SIZES = List.of(
            0, 1, 100, 4095, 4096, 4097, BUFFER - 1, BUFFER, BUFFER + 1, 200_000, 9 * BUFFER, 9 * BUFFER + 1, (1 << 20) + 1);

    @TempDir
    static Path shared;

    private static final Map<Kind, Path> MOUNTED = new EnumMap<>(Kind.class);

    /** What has to be unmounted, the last one first. */
    private static final Deque<Path> POINTS = new ArrayDeque<>();

    FileSystemsContractTest(Setup setup) {
        super(setup);
    }

    enum Kind {
        TMPFS {
            @Override
            Path make() throws Exception {
                return filled(mount("tmpfs", "tmpfs", "size=64m"));
            }
        },
        EXT4 {
            @Override
            Path make() throws Exception {
                return filled(mountImage("64M", "mkfs.ext4", "-q", "-F"));
            }
        },
        EXT4_WITH_SMALL_BLOCKS {
            @Override
            Path make() throws Exception {
                return filled(mountImage("64M", "mkfs.ext4", "-q", "-F", "-b", "1024", "-O", "inline_data"));
            }
        },
        EXT2 {
            @Override
            Path make() throws Exception {
                return filled(mountImage("64M", "mkfs.ext2", "-q", "-F"));
            }
        },
        XFS {
            @Override
            Path make() throws Exception {
                return filled(mountImage("320M", "mkfs.xfs", "-q", "-f"));
            }
        },
        BTRFS {
            @Override
            Path make() throws Exception {
                return filled(mountImage("128M", "mkfs.btrfs", "-q", "-f"));
            }
        },
        BTRFS_COMPRESSED {
            @Override
            Path make() throws Exception {
                Path point = mountImage("128M", "mkfs.btrfs", "-q", "-f");
                Tools.run("mount", "-o", "remount,compress-force=zstd", point.toString());
                return filled(point);
            }
        },
        OVERLAY_ON_EXT4 {
            @Override
            Path make() throws Exception {
                return overlay(EXT4.mounted());
            }
        },
        OVERLAY_ON_TMPFS {
            @Override
            Path make() throws Exception {
                return overlay(TMPFS.mounted());
            }
        },
        BIND {
            @Override
            Path make() throws Exception {
                Path point = newPoint();
                Tools.run("mount", "--bind", filled(newPoint()).toString(), point.toString());
                POINTS.push(point);
                return point;
            }
        },
        READ_ONLY_BIND {
            @Override
            Path make() throws Exception {
                Path point = newPoint();
                Tools.run("mount", "--bind", filled(newPoint()).toString(), point.toString());
                POINTS.push(point);
                Tools.run("mount", "-o", "remount,bind,ro", point.toString());
                return point;
            }
        },
        SQUASHFS {
            @Override
            Path make() throws Exception {
                need("mksquashfs");
                Path image = shared.resolve("squashfs.image");
                Tools.run("mksquashfs", filled(newPoint()).toString(), image.toString(), "-quiet", "-no-progress");
                return mount("squashfs", image.toString(), "loop");
            }
        },
        EROFS {
            @Override
            Path make() throws Exception {
                need("mkfs.erofs");
                Path image = shared.resolve("erofs.image");
                Tools.run("mkfs.erofs", "--quiet", image.toString(), filled(newPoint()).toString());
                return mount("erofs", image.toString(), "loop");
            }
        },
        RAMFS {
            @Override
            Path make() throws Exception {
                return filled(mount("ramfs", "ramfs", "rw"));
            }
        };

        /** {@return the mount's point, with the files of all tests below it} */
        abstract Path make() throws Exception;

        Path mounted() throws Exception {
            assumeTrue(Tools.isRoot(), "needs root, to mount");
            Path point = MOUNTED.get(this);
            if (point == null) {
                point = make();
                MOUNTED.put(this, point);
            }
            return point;
        }
    }

    private static void need(String tool) {
        assumeTrue(Tools.has(tool), tool + " is missing: install it, it makes a file system");
    }

    private static Path newPoint() throws IOException {
        return Files.createTempDirectory(shared, "point");
    }

    private static Path mount(String type, String source, String options) throws Exception {
        assumeTrue(
                Files.readString(Path.of("/proc/filesystems")).lines().anyMatch(line -> line.endsWith("\t" + type)),
                "this kernel has no " + type);
        Path point = newPoint();
        Tools.run("mount", "-t", type, "-o", options, source, point.toString());
        POINTS.push(point);
        return point;
    }

    private static Path mountImage(String size, String... makeIt) throws Exception {
        need(makeIt[0]);
        Path image = shared.resolve("image-" + POINTS.size());
        Tools.run("truncate", "--size=" + size, image.toString());
        Tools.run(Stream.concat(Stream.of(makeIt), Stream.of(image.toString())).toArray(String[]::new));
        return mount(makeIt[0].replace("mkfs.", ""), image.toString(), "loop");
    }

    /** Some of its files come from below, and some have been written above. */
    private static Path overlay(Path below) throws Exception {
        Path lower = below.resolve("lower");
        if (!Files.exists(lower)) {
            filled(Files.createDirectory(lower));
            Files.createDirectories(below.resolve("upper"));
            Files.createDirectories(below.resolve("work"));
        }
        Path point = mount(
                "overlay",
                "overlay",
                "lowerdir=%s,upperdir=%s,workdir=%s".formatted(lower, below.resolve("upper"), below.resolve("work")));
        try (RandomAccessFile copiedUp = new RandomAccessFile(point.resolve("size-200000").toFile(), "rw")) {
            copiedUp.write(1);
        }
        Files.write(point.resolve("new"), bytes(100_000));
        Files.delete(point.resolve("size-100"));
        return point;
    }

    private static Path filled(Path root) throws Exception {
        for (int size : SIZES) {
            Files.write(root.resolve("size-" + size), bytes(size));
        }
        try (RandomAccessFile holes = new RandomAccessFile(root.resolve("holes").toFile(), "rw")) {
            holes.setLength(700_000);
            holes.seek(300_000);
            holes.write(bytes(100_000));
        }
        // What looks alike can be packed, which other ways of the kernel read.
        Files.write(root.resolve("alike"), new byte[500_000]);
        Files.writeString(root.resolve("ä€𝄞 \n"), "a name");
        Files.createDirectories(root.resolve("a/b"));
        Files.write(root.resolve("a/b/file"), bytes(3000));
        Files.createSymbolicLink(root.resolve("link"), Path.of("a/../size-4097"));
        Files.createSymbolicLink(root.resolve("link-out"), Path.of("/etc/passwd"));
        Files.createSymbolicLink(root.resolve("link-to-directory"), Path.of("a/b"));
        Files.createSymbolicLink(root.resolve("dangling"), Path.of("nowhere"));
        Files.createSymbolicLink(root.resolve("loop"), Path.of("loop"));
        return root;
    }

    @AfterAll
    static void unmount() throws Exception {
        while (!POINTS.isEmpty()) {
            Path point = POINTS.pop();
            try {
                Tools.run("umount", point.toString());
            } catch (IllegalStateException e) {
                // Somebody, such as a scanner, looks at it just now. What holds it lets go of it sooner or later.
                Tools.run("umount", "--lazy", point.toString());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void wholeFiles_areReadAsInTheJdk(Kind kind) throws Exception {
        Path root = kind.mounted();
        for (int size : SIZES) {
            check.same(root.resolve("size-" + size));
        }
        for (String name : List.of(
                "holes", "alike", "new", "ä€𝄞 \n", "a/b/file", "link", "link-out", "link-to-directory/file",
                "link-to-directory/../b/file", "../" + root.getFileName() + "/size-4096")) {
            check.same(root.resolve(name));
        }
    }

    @ParameterizedTest
    @EnumSource
    void partsOfFiles_areReadAsInTheJdk(Kind kind) throws Exception {
        Path root = kind.mounted();
        for (int size : List.of(4096, 9 * BUFFER + 1)) {
            for (int offset : List.of(0, 4095, 100_000)) {
                for (int length : List.of(1, 300_000)) {
                    check.same(root.resolve("size-" + size), offset, length);
                }
            }
        }
        check.same(root.resolve("holes"), 250_000, 300_000);
        check.same(root.resolve("alike"), 400_000, 300_000);
        check.same(root.resolve("link"), 4000, 300);
    }

    @ParameterizedTest
    @EnumSource
    void whatCannotBeRead_failsAsInTheJdk(Kind kind) throws Exception {
        Path root = kind.mounted();
        for (String name : List.of(
                "", ".", "..", "a", "a/b", "missing", "missing/file", "dangling", "loop", "loop/file", "size-1/below",
                "link/below", "link-to-directory", "n".repeat(255), "n".repeat(256))) {
            check.same(root.resolve(name));
        }
    }

    @ParameterizedTest
    @EnumSource
    void linkFromAnotherMount_leadsThere(Kind kind) throws Exception {
        Path root = kind.mounted();
        for (String name : List.of("size-4097", "size-200000", "a/b", "missing", "link", "loop")) {
            Path link = Files.createSymbolicLink(directory.resolve(name.replace('/', '-')), root.resolve(name));
            check.same(link);
        }
        Path toRoot = Files.createSymbolicLink(directory.resolve("root"), root);
        check.same(toRoot);
        check.same(toRoot.resolve("a/b/file"));
        check.same(toRoot.resolve("../missing"));
        check.same(directory.resolve("size-200000"), 100_000, 50_000);
    }

    @ParameterizedTest
    @EnumSource(names = {"TMPFS", "EXT4", "EXT4_WITH_SMALL_BLOCKS", "EXT2", "XFS", "BTRFS", "BTRFS_COMPRESSED",
        "OVERLAY_ON_EXT4", "OVERLAY_ON_TMPFS", "BIND"})
    void knownKinds_doNotTakeThePoolWhereThereIsARing(Kind kind) throws Exception {
        Path root = kind.mounted();
        for (String name : List.of("size-0", "size-4097", "size-200000")) {
            long before = ring.blockingReads();
            check.same(root.resolve(name));
            if (ring.backend().isRing()) {
                assertThat(ring.blockingReads()).as("%s", name).isEqualTo(before);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SQUASHFS", "EROFS", "RAMFS"})
    void otherKinds_takeThePool(Kind kind) throws Exception {
        Path root = kind.mounted();
        long before = ring.blockingReads();
        check.same(root.resolve("size-4097"));
        assertThat(ring.blockingReads()).isGreaterThan(before);
    }
}
