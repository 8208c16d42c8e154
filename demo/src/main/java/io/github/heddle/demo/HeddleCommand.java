package io.github.heddle.demo;

import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "heddle",
        mixinStandardHelpOptions = true,
        versionProvider = ModuleVersion.class,
        description = {
            "Reads files with virtual threads over io_uring.",
            "Without a command it gives the tour."
        })
final class HeddleCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        return Objects.requireNonNull(spec.subcommands().get("tour")).execute();
    }
}
