package io.github.heddle.stress;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "heddle-stress",
        mixinStandardHelpOptions = true,
        description = "Sees that nothing is wrong, hangs, leaks or races: by reads with faults, by storms of threads, by simulation and by jcstress.",
        subcommands = {SimulateCommand.class, LeaksCommand.class, SoakCommand.class, StormCommand.class, RacesCommand.class},
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {"0:all held", "1:something did not, as the output says", "2:wrong arguments"})
final class StressCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a command.");
    }
}
