package io.github.heddle.stress;

import picocli.CommandLine;

/** The command {@code heddle-stress}. */
final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new StressCommand()).setCaseInsensitiveEnumValuesAllowed(true);
    }
}
