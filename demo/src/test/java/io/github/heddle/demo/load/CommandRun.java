package io.github.heddle.demo.load;

import com.fasterxml.jackson.jr.ob.JSON;
import io.github.heddle.demo.Output;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;

/** What a command has printed, and its exit status. */
record CommandRun(int status, String out, String err) {

    static CommandRun of(Function<Output, Callable<Integer>> command, Object... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var output = new Output(out, new PrintStream(err, true, StandardCharsets.UTF_8), false);
        String[] words = new String[arguments.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = arguments[i].toString();
        }
        int status = new CommandLine(command.apply(output))
                .setErr(output.err())
                .setExecutionExceptionHandler((problem, line, _) -> {
                    line.getErr().println(problem.getMessage());
                    return CommandLine.ExitCode.SOFTWARE;
                })
                .execute(words);
        return new CommandRun(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    Map<String, Object> json() throws IOException {
        return JSON.std.mapFrom(out);
    }
}
