package io.github.heddle.demo.bench;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The process of one rival. It lives through a whole workload, so that its JVM stays warm, and reads when it is told to.
 *
 * <p>For each turn it reads a job as a line of JSON, gets ready, says so, waits for a line that says go, and answers with
 * a line of JSON. The caches are emptied between the two, so nothing that gets it ready warms them.
 */
final class RivalMain {
    static final String READY = "ready";

    private RivalMain() {}

    /**
     * Serves until there are no more orders.
     *
     * @param arguments how to read, and by which threads: 0 for virtual ones, or the number of a pool's
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        // Whatever else may print must not get between the lines.
        PrintStream answers = System.out;
        System.setOut(System.err);
        var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        int threads = Integer.parseInt(arguments[1]);
        try (Reads reads = reads(arguments[0]);
                Callers callers = threads == 0 ? Callers.virtual() : Callers.pool(threads)) {
            String order;
            while ((order = orders.readLine()) != null) {
                answers.println(JSON.std.asString(turn(order, reads, callers, orders, answers)));
            }
        }
    }

    private static Answer turn(
            String order, Reads reads, Callers callers, BufferedReader orders, PrintStream answers)
            throws InterruptedException, IOException {
        Exercise exercise;
        try {
            exercise = Exercise.of(JSON.std.beanFrom(Job.class, order), reads, callers);
        } catch (IOException | RuntimeException problem) {
            return Answer.failed(problem.toString());
        }
        answers.println(READY);
        @Nullable String go = orders.readLine();
        if (go == null) {
            return Answer.failed("nobody said go");
        }
        try {
            return exercise.run();
        } catch (IOException | RuntimeException problem) {
            return Answer.failed(problem.toString());
        }
    }

    private static Reads reads(String name) throws IOException {
        return switch (name) {
            case "heddle" -> new HeddleReads();
            case "jdk" -> new JdkReads();
            default -> LibraryRival.reads(name);
        };
    }
}
