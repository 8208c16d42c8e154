package io.github.heddle.demo.bench;

import com.fasterxml.jackson.jr.ob.JSON;
import io.github.heddle.demo.Jvm;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A rival in a JVM of its own, which runs {@link RivalMain}. */
final class JvmRival implements Rival {
    private static final long END_SECONDS = 10;

    /** The same for all, and enough for the most that one turn keeps. */
    static final String HEAP = "-Xmx4g";

    /**
     * @param reads how it reads: heddle or jdk
     * @param threads 0: virtual ones; else how many a pool has
     * @param parallelism how many carriers the virtual threads' scheduler has; 0: its default
     */
    record Kind(String reads, int threads, int parallelism) implements Rival.Kind {
        @Override
        public Rival start(Workshop workshop) throws IOException {
            List<String> options = new ArrayList<>();
            options.add(HEAP);
            if (parallelism > 0) {
                options.add("-Djdk.virtualThreadScheduler.parallelism=" + parallelism);
                options.add("-Djdk.virtualThreadScheduler.maxPoolSize=" + Math.max(256, parallelism));
            }
            return of(Jvm.start(RivalMain.class, options, List.of(reads, Integer.toString(threads))));
        }
    }

    static final Rival.Kind HEDDLE = new Kind("heddle", 0, 0);
    static final Rival.Kind JDK = new Kind("jdk", 0, 0);

    static Rival.Kind parallelism(int carriers) {
        return new Kind("jdk", 0, carriers);
    }

    static Rival.Kind pool(int threads) {
        return new Kind("jdk", threads, 0);
    }

    /** @param process which runs {@link RivalMain} */
    static Rival of(Process process) {
        return new JvmRival(process);
    }

    private final Process process;
    private final BufferedWriter orders;
    private final BufferedReader answers;

    private JvmRival(Process process) {
        this.process = process;
        orders = process.outputWriter();
        answers = process.inputReader();
    }

    @Override
    public void prepare(Job job) throws IOException {
        say(JSON.std.asString(job));
        String reply = answer();
        if (!reply.equals(RivalMain.READY)) {
            throw new IOException(JSON.std.beanFrom(Answer.class, reply).error());
        }
    }

    @Override
    public Answer go() throws IOException {
        say("go");
        return JSON.std.beanFrom(Answer.class, answer());
    }

    private void say(String line) throws IOException {
        orders.write(line);
        orders.newLine();
        orders.flush();
    }

    private String answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("the rival's process ended");
        }
        return line;
    }

    /** The end of its input is the rival's end. */
    @Override
    public void close() {
        try {
            orders.close();
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException gone) {
            process.destroyForcibly();
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
