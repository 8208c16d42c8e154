package io.github.heddle.stress;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.vm.CompileMode;

/** What jcstress found of one test in one configuration. Its own type comes only out of a run. */
record RaceResult(
        String test, Status status, long samples, List<Outcome> outcomes, String configuration, List<String> messages) {

    record Outcome(String id, Expect expect, long count, String description) {

        /** One that no annotation tells of is as bad as a forbidden one. */
        boolean isForbidden() {
            return expect == Expect.FORBIDDEN || expect == Expect.UNKNOWN;
        }

        boolean isInteresting() {
            return expect == Expect.ACCEPTABLE_INTERESTING;
        }
    }

    /** {@return what a file jcstress-results-*.bin.gz holds} */
    static List<RaceResult> read(Path file) throws IOException {
        InProcessCollector results = new InProcessCollector();
        DiskReadCollector reader = new DiskReadCollector(file.toString(), results);
        try {
            reader.dump();
        } catch (ClassNotFoundException e) {
            throw new IOException(file + " is not of this jcstress", e);
        } finally {
            reader.close();
        }
        return results.getTestResults().stream().map(RaceResult::of).toList();
    }

    private static RaceResult of(TestResult result) {
        List<Outcome> outcomes = result.grading().gradingResults.values().stream()
                .filter(graded -> graded.count > 0)
                .map(graded -> new Outcome(
                        graded.id, graded.expect, graded.count, graded.description == null ? "" : graded.description))
                .toList();
        return new RaceResult(
                result.getName(),
                result.status(),
                result.getTotalCount(),
                outcomes,
                configuration(result),
                List.copyOf(result.getMessages()));
    }

    private static String configuration(TestResult result) {
        var config = result.getConfig();
        String arguments = "JVM args " + config.jvmArgs;
        return config.getCompileMode() == CompileMode.UNIFIED
                ? arguments
                : arguments + ", "
                        + CompileMode.description(config.getCompileMode(), config.actorNames)
                                .strip()
                                .replaceAll("\\s+", " ");
    }
}
