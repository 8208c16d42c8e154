package io.github.heddle.stress;

import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** What goes on around the readers: files change, pages are dropped, rings come and go, memory is short. */
final class Nuisances {

    @FunctionalInterface
    private interface Action {
        void once() throws Exception;
    }

    private static final Path DROP_CACHES = Path.of("/proc/sys/vm/drop_caches");
    private static final String DENTRIES_AND_INODES = "2";

    private final Findings findings;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean ended;
    private @Nullable Process helper;

    Nuisances(Findings findings) {
        this.findings = findings;
    }

    private void repeat(String name, long everyMillis, Action action) {
        threads.add(Thread.ofPlatform().name("nuisance-" + name).daemon().start(() -> {
            while (!ended) {
                LockSupport.parkNanos(everyMillis * 1_000_000);
                try {
                    if (!ended) {
                        action.once();
                    }
                } catch (Exception e) {
                    findings.add("the nuisance " + name, e);
                    return;
                }
            }
        }));
    }

    void replaceRings(Rings rings, long everyMillis, Random random) {
        repeat("rings", everyMillis, () -> rings.replaceOne(random));
    }

    void changeFiles(List<SoakFile> changing, Random random) {
        repeat("changes", 30, () -> changing.get(random.nextInt(changing.size())).change());
    }

    /** Arrays that live for a while, and collections. */
    void fillTheHeap(Random random) {
        byte[][] some = new byte[64][];
        repeat("heap", 5, () -> some[random.nextInt(some.length)] = new byte[random.nextInt(1 << 20)]);
        repeat("collections", 5000, System::gc);
    }

    /**
     * Drops pages, and names too where root lets it, which everybody on the machine feels; so that is seldom.
     *
     * @param storm whether the reapers are signalled as well
     */
    void drop(List<SoakFile> files, boolean storm, Random random) throws IOException {
        if (Files.isWritable(DROP_CACHES)) {
            repeat("names", 30_000, () -> Files.writeString(DROP_CACHES, DENTRIES_AND_INODES));
        }
        if (!Commands.has("python3")) {
            return;
        }
        String script;
        try (InputStream resource = Nuisances.class.getResourceAsStream("nuisance.py")) {
            script = new String(Objects.requireNonNull(resource).readAllBytes(), StandardCharsets.UTF_8);
        }
        Process process = new ProcessBuilder(
                        "python3", "-c", script, storm ? Long.toString(ProcessHandle.current().pid()) : "0")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        helper = process;
        Writer names = process.outputWriter();
        repeat("pages", 10, () -> {
            names.write(files.get(random.nextInt(files.size())).path + "\n");
            names.flush();
        });
    }

    void end() throws InterruptedException {
        ended = true;
        for (Thread thread : threads) {
            LockSupport.unpark(thread);
            thread.join();
        }
        if (helper != null) {
            helper.destroy();
            helper.waitFor();
        }
    }
}
