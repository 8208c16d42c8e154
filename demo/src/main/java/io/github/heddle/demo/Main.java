package io.github.heddle.demo;

import io.github.heddle.demo.bench.BenchCommand;
import io.github.heddle.demo.load.CompareCommand;
import io.github.heddle.demo.load.PingCommand;
import io.github.heddle.demo.live.LivePage;
import io.github.heddle.demo.server.ServeCommand;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

/** The command {@code heddle}. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(commandLine(Output.standard()).execute(arguments));
    }

    static CommandLine commandLine(Output output) {
        return commandLine(output, new TourCommand(output));
    }

    static CommandLine commandLine(Output output, TourCommand tour) {
        return new CommandLine(new HeddleCommand())
                .addSubcommand(tour)
                .addSubcommand(new ReadCommand(output))
                .addSubcommand(new DoctorCommand(output))
                .addSubcommand(new BenchCommand(output))
                .addSubcommand(new ServeCommand(output, LivePage::new))
                .addSubcommand(new PingCommand(output))
                .addSubcommand(new CompareCommand(output))
                .setOut(output.out())
                .setErr(output.err())
                .setParameterExceptionHandler(Main::misused)
                .setExecutionExceptionHandler(Main::failed);
    }

    private static int misused(CommandLine.ParameterException problem, String[] arguments) {
        CommandLine command = problem.getCommandLine();
        command.getErr().println("heddle: " + problem.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(problem, command.getErr());
        command.getErr()
                .println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE;
    }

    private static int failed(Exception problem, CommandLine command, CommandLine.ParseResult parsed)
            throws Exception {
        if (problem instanceof OutputException failure) {
            return failure.report(command.getErr());
        }
        if (problem instanceof IOException) {
            command.getErr().println("heddle: " + problem.getMessage());
            return ExitCode.SOFTWARE;
        }
        throw problem;
    }
}
