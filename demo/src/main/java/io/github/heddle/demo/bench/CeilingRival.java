package io.github.heddle.demo.bench;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The native program, started anew for each turn. It times itself from its first request to its last completion. */
final class CeilingRival implements Rival {

    /** @param workers how many of the kernel's workers the ring may use for what blocks; 0: the kernel's default */
    record Kind(int workers) implements Rival.Kind {
        @Override
        public Rival start(Workshop workshop) throws IOException, InterruptedException {
            return new CeilingRival(workshop.ceiling(), workers);
        }
    }

    private static final int DEPTH = 256;

    private final Path program;
    private final int workers;
    private @Nullable Process process;
    private @Nullable BufferedReader answers;

    private CeilingRival(Path program, int workers) {
        this.program = program;
        this.workers = workers;
    }

    @Override
    public void prepare(Job job) throws IOException {
        close();
        // One byte more than the file, so that a file which has grown is seen.
        List<String> command = new ArrayList<>(List.of(program.toString(), job.list()));
        for (int number : new int[] {DEPTH, job.fileBytes() + 1, workers}) {
            command.add(Integer.toString(number));
        }
        Process started = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process = started;
        answers = started.inputReader();
        String reply = answers.readLine();
        if (!RivalMain.READY.equals(reply)) {
            throw new IOException("the native ceiling did not start");
        }
    }

    @Override
    public Answer go() throws IOException {
        Process running = process;
        BufferedReader reader = answers;
        if (running == null || reader == null) {
            throw new IllegalStateException("not prepared");
        }
        running.outputWriter().append("go\n").flush();
        String reply = reader.readLine();
        if (reply == null) {
            throw new IOException("the native ceiling failed: see above");
        }
        return JSON.std.beanFrom(Answer.class, reply);
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroy();
        }
    }
}
