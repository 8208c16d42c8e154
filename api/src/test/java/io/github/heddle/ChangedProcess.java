package io.github.heddle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A JVM of its own that reads files, has itself changed behind Java's back, and reads on. The first argument says how, the
 * second by which setup; it tells what the JDK and what the ring answers.
 */
final class ChangedProcess {

    private static final int SWAPPED_READS = 1_000;

    /** Enough for all of its readers to be in the middle of something. */
    private static final int LEAST_BYTES = 20_000;

    private ChangedProcess() {}

    public static void main(String[] arguments) throws Exception {
        Setup setup = Setup.valueOf(arguments[1]);
        Path directory = Path.of(arguments[2]);
        FileRing ring = setup.open();
        if (ring.backend().isRing()) {
            Neighbour.on(ring, directory); // a read is under way all the time, and is left behind
        }
        switch (arguments[0]) {
            case "exec" -> exec(ring, directory);
            case "setresuid" -> change(ring, directory, NativeCalls::becomeNobody);
            case "setresuid-of-a-thread" -> change(ring, directory, NativeCalls::becomeNobodyOnThisThread);
            case "chroot" -> changeRoot(ring, directory);
            case "seccomp" -> change(ring, directory, NativeCalls::denyOpensBySeccomp);
            case "landlock-of-a-thread" -> change(ring, directory, () -> {
                if (!NativeCalls.denyReadsByLandlockOnThisThread()) {
                    System.out.println("no landlock");
                }
            });
            case "swap-working-directory" -> swapWorkingDirectory(ring, directory);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
        System.out.flush();
        Runtime.getRuntime().halt(0); // what has changed would be in the way of an orderly end
    }

    /**
     * Reads half of the files before, so that threads, workers and classes are there: the change is what differs. Where
     * the others were never looked up, they are cold, and go to the kernel's workers.
     */
    private static void change(FileRing ring, Path directory, Runnable change) throws Exception {
        List<Path> files;
        try (var all = Files.list(directory.resolve("files"))) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        int half = files.size() / 2;
        System.out.println("before: " + tell(ring, files.subList(0, half)));
        change.run();
        System.out.println("after: " + tell(ring, files.subList(half, files.size())));
    }

    private static String tell(FileRing ring, List<Path> files) throws Exception {
        List<Outcome.Pending> pending = new ArrayList<>();
        for (Path file : files.subList(1, files.size())) {
            pending.add(Outcome.start(pending.size() % 2 == 0 ? () -> ring.read(file) : () -> firstBytes(ring, file)));
        }
        List<String> virtual = new ArrayList<>();
        for (Outcome.Pending read : pending) {
            virtual.add(kind(read.await()));
        }
        List<String> distinct = virtual.stream().distinct().toList();
        Path file = files.getFirst();
        return "virtual " + (distinct.size() == 1 ? distinct.getFirst() : virtual)
                + ", here " + kind(Outcome.here(() -> ring.read(file)))
                + ", open " + kind(Outcome.here(() -> firstBytes(ring, file)))
                + ", jdk " + kind(Outcome.here(() -> Files.readAllBytes(file)));
    }

    private static byte[] firstBytes(FileRing ring, Path path) throws IOException {
        try (RingFile file = ring.open(path)) {
            return file.read(0, 10);
        }
    }

    private static String kind(Outcome outcome) {
        return outcome.isSuccess() ? "reads"
                : outcome.toString().startsWith("java.nio.file.AccessDeniedException") ? "denied" : outcome.toString();
    }

    private static void changeRoot(FileRing ring, Path directory) throws Exception {
        List<String> paths = List.of("/0", "/0/../1", "/../../1", directory + "/files/0", "/missing");
        compare(ring, paths); // loads the classes, which cannot be found later
        NativeCalls.changeRoot(directory.resolve("files").toString());
        compare(ring, paths).forEach(System.out::println);
    }

    private static List<String> compare(FileRing ring, List<String> paths) {
        List<String> lines = new ArrayList<>();
        for (String path : paths) {
            String jdk = Outcome.here(() -> Files.readAllBytes(Path.of(path))).toString();
            String here = Outcome.here(() -> ring.read(Path.of(path))).toString();
            lines.add(path + (jdk.equals(here) ? " same: " : " DIFFERENT: " + here + " and not ") + jdk);
        }
        return lines;
    }

    /** The working directory and another one change their names again and again: a relative path means the former. */
    private static void swapWorkingDirectory(FileRing ring, Path directory) throws Exception {
        Path working = directory.resolve("working");
        Path other = directory.resolve("other");
        Path between = directory.resolve("between");
        AtomicBoolean enough = new AtomicBoolean();
        FutureTask<Void> swapping = new FutureTask<>(() -> {
            while (!enough.get()) {
                for (Path[] move : new Path[][] {{working, between}, {other, working}, {working, other}, {between, working}}) {
                    Files.move(move[0], move[1], StandardCopyOption.ATOMIC_MOVE);
                }
            }
            return null;
        });
        Thread.ofPlatform().daemon().start(swapping);
        int wrong = 0;
        for (int i = 0; i < SWAPPED_READS; i++) {
            wrong += new String(ring.read(Path.of("file")), UTF_8).equals("working") ? 0 : 1;
        }
        enough.set(true);
        swapping.get();
        System.out.println("wrong: " + wrong + " of " + SWAPPED_READS
                + ", by the pool: " + ring.statistics().fallbackReads());
    }

    /** Becomes a program that lists its descriptors, in the middle of reads of every kind. */
    private static void exec(FileRing ring, Path directory) throws Exception {
        FilesMirror files = new FilesMirror(ring);
        Path file = directory.resolve("files/0");
        AutoCloseable[] open = {ring.open(file), files.newInputStream(file), files.newByteChannel(file)};
        for (int i = 0; i < 8; i++) {
            Thread.ofVirtual().start(new FutureTask<>(() -> {
                while (files.size(file) > 0) {
                    ring.read(file);
                    ring.readRanges(file, List.of(new Range(1, 2)));
                }
                return null;
            }));
        }
        while (ring.statistics().bytes() < LEAST_BYTES) {
            Thread.onSpinWait();
        }
        System.out.println("open: " + open.length + ", bytes read: " + ring.statistics().bytes());
        System.out.flush();
        NativeCalls.openInheritable(directory.resolve("control").toString());
        NativeCalls.exec("/bin/ls", "-l", "/proc/self/fd");
    }
}
