package io.github.heddle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.opentest4j.TestAbortedException;

/**
 * The comparison in a JVM of its own, for what is true of a whole process: another user, a small heap, a working
 * directory. {@link DifferentialChild} asks both sides there; here their answers are compared.
 */
final class DifferentialProcess {

    private final List<Setup> setups;
    private final List<String> behind = new ArrayList<>();
    private final List<String> options = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();
    private String classPath = Child.classPath();
    private int reads;

    private DifferentialProcess(List<Setup> setups) {
        this.setups = setups;
    }

    static DifferentialProcess onAllSetups() {
        return on(Setup.values());
    }

    static DifferentialProcess on(Setup... setups) {
        return new DifferentialProcess(
                Arrays.stream(setups).filter(DifferentialProcess::isAvailable).toList());
    }

    /** {@return whether the machine has it} */
    static boolean isAvailable(Setup setup) {
        try {
            setup.open().close();
            return true;
        } catch (TestAbortedException e) {
            return false; // the tests that need it are skipped, and say why
        }
    }

    /** A command that starts what follows it. */
    DifferentialProcess behind(String... command) {
        behind.addAll(List.of(command));
        return this;
    }

    DifferentialProcess option(String option) {
        options.add(option);
        return this;
    }

    DifferentialProcess classPath(String path) {
        classPath = path;
        return this;
    }

    DifferentialProcess whole(Object... paths) {
        for (Object path : paths) {
            requests.addAll(List.of(DifferentialChild.WHOLE, path.toString()));
            reads++;
        }
        return this;
    }

    DifferentialProcess range(Object path, long offset, int length) {
        requests.addAll(List.of(DifferentialChild.RANGE, path.toString(), Long.toString(offset), Integer.toString(length)));
        reads++;
        return this;
    }

    /** Renames a directory before anything is read. */
    DifferentialProcess moving(Path from, Path to) {
        requests.addAll(List.of(DifferentialChild.MOVE, from.toString(), to.toString()));
        return this;
    }

    /** Leaves no descriptor free before anything is read. */
    DifferentialProcess withoutDescriptors() {
        requests.add(DifferentialChild.FILL);
        return this;
    }

    /** For what would take the JDK too long. */
    DifferentialProcess ringsOnly() {
        requests.add(DifferentialChild.RINGS_ONLY);
        return this;
    }

    void assertSame() throws Exception {
        assertSame(UnaryOperator.identity());
    }

    /** Compares what the operator leaves of each answer's text. */
    void assertSame(UnaryOperator<String> essence) throws Exception {
        Answers answers = run();
        List<String> expected = answers.ofJdk().stream().map(essence).toList();
        for (Setup setup : setups) {
            assertThat(answers.of(setup).stream().map(essence).toList()).as("%s", setup).isEqualTo(expected);
        }
    }

    /** Asks both sides and counts the cases; comparing is left to the caller. */
    Answers run() throws Exception {
        List<String> arguments = new ArrayList<>();
        arguments.add(String.join(",", setups.stream().map(Setup::name).toList()));
        arguments.addAll(requests);
        String output = Child.run(DifferentialChild.class, classPath, behind, options, arguments);
        Answers answers = new Answers(new ArrayList<>(), new EnumMap<>(Setup.class));
        assertThat(output).doesNotStartWith("exit ");
        for (String line : output.lines().toList()) {
            String[] parts = line.split("\t", 2);
            if (parts.length == 2) {
                (parts[0].equals(DifferentialChild.JDK) ? answers.ofJdk() : answers.of(Setup.valueOf(parts[0]))).add(parts[1]);
            }
        }
        assertThat(answers.ofJdk())
                .as("what the child process printed: %s", output)
                .hasSize(requests.contains(DifferentialChild.RINGS_ONLY) ? 0 : reads);
        for (Setup setup : setups) {
            assertThat(answers.of(setup)).as("what the child process printed: %s", output).hasSize(reads);
            for (int i = 0; i < reads; i++) {
                Tally.count(setup);
            }
        }
        return answers;
    }

    /** Each side's answers, in the order of the requests. */
    record Answers(List<String> ofJdk, Map<Setup, List<String>> ofSetups) {
        List<String> of(Setup setup) {
            return ofSetups.computeIfAbsent(setup, key -> new ArrayList<>());
        }
    }
}
