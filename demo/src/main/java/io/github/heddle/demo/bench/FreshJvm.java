package io.github.heddle.demo.bench;

import com.fasterxml.jackson.jr.ob.JSON;
import io.github.heddle.demo.Jvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A rival that starts anew for each turn, reads one file, and ends: {@link StartMain}. */
final class FreshJvm implements Rival {
    static final String WALL_NANOS = "wallNanos";

    /** @param reads how it reads: heddle or jdk */
    record Kind(String reads) implements Rival.Kind {
        @Override
        public Rival start(Workshop workshop) {
            return new FreshJvm(reads);
        }
    }

    private final String reads;
    private String file = "";

    private FreshJvm(String reads) {
        this.reads = reads;
    }

    @Override
    public void prepare(Job job) throws IOException {
        file = Files.readAllLines(Path.of(job.list())).getFirst();
    }

    @Override
    public Answer go() throws IOException {
        long start = System.nanoTime();
        Process process = Jvm.start(StartMain.class, List.of(), List.of(reads, file));
        byte[] said = process.getInputStream().readAllBytes();
        long end = process.onExit().thenApply(_ -> System.nanoTime()).join();
        if (process.exitValue() != 0) {
            return Answer.failed("the JVM ended with status " + process.exitValue());
        }
        return JSON.std.beanFrom(Answer.class, said).with(Map.of(WALL_NANOS, (double) (end - start)));
    }

    @Override
    public void close() {}
}
