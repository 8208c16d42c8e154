package io.github.heddle.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.heddle.stress.RaceResult.Outcome;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.infra.Status;

class RaceReportTest {

    private static final Outcome FINE = new Outcome("1, 1", Expect.ACCEPTABLE, 1000, "Both.");
    private static final Outcome FORBIDDEN = new Outcome("0, 0", Expect.FORBIDDEN, 7, "None.");
    private static final Outcome FIRES = new Outcome("0, 0", Expect.ACCEPTABLE_INTERESTING, 7, "It fires.");

    private static final Race TEST = new Race("io.github.heddle.ring.Race01Bell.Test", 2);
    private static final Race CONTROL = new Race("io.github.heddle.ring.Race01Bell.FencelessControl", 2);
    private static final Race WEAK = new Race("io.github.heddle.ring.Race01Bell.PlainWeakMemoryControl", 2);

    private static RaceResult result(Race race, Status status, Outcome... outcomes) {
        long samples = Arrays.stream(outcomes).mapToLong(Outcome::count).sum();
        return new RaceResult(race.name(), status, samples, List.of(outcomes), "JVM args [-Xint]", List.of("", "why"));
    }

    private static RaceResult result(Race race, Outcome... outcomes) {
        return result(race, Status.NORMAL, outcomes);
    }

    private static RaceReport report(RaceMode mode, List<Race> races, RaceResult... results) {
        return new RaceReport(mode, false, 2, races, List.of(results), 0);
    }

    private static String text(RaceReport report) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        report.printTable(out);
        report.printFindings(out);
        return text.toString();
    }

    @ParameterizedTest
    @EnumSource
    void nothingForbiddenAndControlFired_holds(RaceMode mode) {
        RaceReport report = report(mode, List.of(TEST, CONTROL), result(TEST, FINE), result(CONTROL, FINE, FIRES));
        assertThat(report.held()).isTrue();
        assertThat(text(report))
                .containsPattern("Race01Bell +1 +1,000 +0 +1 of 1 +7\n")
                .doesNotContain("WRONG", "Note");
    }

    @ParameterizedTest
    @EnumSource
    void forbiddenOutcome_isWrong(RaceMode mode) {
        RaceReport report = report(
                mode,
                List.of(TEST, CONTROL),
                result(TEST, FINE),
                result(TEST, FINE, FORBIDDEN),
                result(CONTROL, FIRES));
        assertThat(report.held()).isFalse();
        assertThat(text(report))
                .contains("WRONG: Race01Bell.Test: 0, 0, 7 times: None. In 1 of 2 configurations, most in JVM args [-Xint]")
                .containsPattern("Race01Bell +1 +2,007 +7 +1 of 1 +7\n");
    }

    @Test
    void outcomeThatNobodyDescribed_isWrong() {
        Outcome unknown = new Outcome("2, 2", Expect.UNKNOWN, 1, "");
        assertThat(report(RaceMode.QUICK, List.of(TEST), result(TEST, unknown)).held()).isFalse();
    }

    @Test
    void forbiddenOutcomeOfControl_isWrong() {
        RaceReport report = report(RaceMode.QUICK, List.of(CONTROL), result(CONTROL, FIRES, FORBIDDEN));
        assertThat(report.held()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NORMAL")
    void statusThatIsNotNormal_isWrong(Status status) {
        RaceReport report = report(RaceMode.QUICK, List.of(TEST), result(TEST, FINE), result(TEST, status));
        assertThat(report.held()).isFalse();
        assertThat(text(report))
                .contains("Race01Bell.Test: " + status + " in 1 of 2 configurations, such as JVM args [-Xint]: why")
                .doesNotContain("did not run");
    }

    @ParameterizedTest
    @EnumSource
    void testWithoutResult_isWrong(RaceMode mode) {
        Race three = new Race("io.github.heddle.Race02Three.Callers", 3);
        RaceReport report = report(mode, List.of(TEST, three, CONTROL), result(CONTROL, FIRES));
        assertThat(report.held()).isFalse();
        assertThat(text(report))
                .contains("Race01Bell.Test: did not run\n")
                .contains("Race02Three.Callers: did not run, for it needs 3 processors and there are 2");
    }

    @ParameterizedTest
    @EnumSource
    void processorsThatAreTooFew_failAllButTheBuildsRun(RaceMode mode) {
        RaceReport report = new RaceReport(mode, false, 1, List.of(TEST, CONTROL), List.of(), 0);
        assertThat(report.held()).isEqualTo(mode == RaceMode.BRIEF);
        assertThat(text(report)).contains("did not run, for it needs 2 processors and there are 1");
    }

    @Test
    void controlWithoutResult_isWrong() {
        List<Race> races = List.of(TEST, CONTROL, WEAK);
        RaceReport report = report(RaceMode.SANITY, races, result(TEST, FINE), result(WEAK, FINE));
        assertThat(report.held()).isFalse();
        assertThat(text(report)).contains("FencelessControl: did not run");
    }

    @Test
    void jcstressThatFailsOtherwise_isWrong() {
        RaceReport report = new RaceReport(RaceMode.QUICK, false, 2, List.of(TEST), List.of(result(TEST, FINE)), 143);
        assertThat(report.held()).isFalse();
        assertThat(text(report)).contains("status 143");
    }

    private static RaceReport withSilentControls(RaceMode mode, int silent, int able) {
        List<Race> controls = IntStream.range(0, able)
                .mapToObj(i -> new Race("io.github.heddle.ring.Race" + i + ".Control", 2))
                .toList();
        List<RaceResult> results = new ArrayList<>();
        for (Race control : controls) {
            results.add(results.size() < silent ? result(control, FINE) : result(control, FIRES));
        }
        return report(mode, controls, results.toArray(RaceResult[]::new));
    }

    @ParameterizedTest
    @EnumSource(names = {"BRIEF", "QUICK"})
    void controlThatDoesNotFireInShortRun_isTold(RaceMode mode) {
        RaceReport report = withSilentControls(mode, 1, 3);
        assertThat(report.held()).isTrue();
        assertThat(text(report)).contains("Note: Race0.Control: a control that did not fire", "2 of 3");
    }

    @ParameterizedTest
    @EnumSource(names = {"BRIEF", "QUICK"})
    void moreThanThirdOfControlsSilentInShortRun_isBlind(RaceMode mode) {
        RaceReport report = withSilentControls(mode, 2, 5);
        assertThat(report.held()).isFalse();
        assertThat(text(report)).contains("WRONG: 2 of 5 controls did not fire", "blind");
    }

    @Test
    void controlThatDoesNotFireInFullRun_isWrong() {
        RaceReport report = withSilentControls(RaceMode.FULL, 1, 25);
        assertThat(report.held()).isFalse();
        assertThat(text(report)).contains("WRONG: Race0.Control: a control that did not fire");
    }

    @Test
    void controlsOfSanity_areIgnored() {
        RaceReport report = withSilentControls(RaceMode.SANITY, 3, 3);
        assertThat(report.held()).isTrue();
        assertThat(text(report)).doesNotContain("Note", "WRONG");
    }

    @Test
    void controlThatNeedsWeakMemory_countsOnlyWhereItCanFire() {
        List<Race> races = List.of(TEST, WEAK);
        List<RaceResult> results = List.of(result(TEST, FINE), result(WEAK, FINE));
        RaceReport strong = new RaceReport(RaceMode.FULL, false, 2, races, results, 0);
        assertThat(strong.held()).isTrue();
        assertThat(text(strong)).contains("1 cannot here");
        RaceReport weak = new RaceReport(RaceMode.FULL, true, 2, races, results, 0);
        assertThat(weak.held()).isFalse();
        assertThat(text(weak)).contains("0 of 1").doesNotContain("cannot here");
    }

    @Test
    void controlThatFiresWhereItShouldNotBeAbleTo_isTold() {
        RaceReport report = report(RaceMode.FULL, List.of(TEST, WEAK), result(TEST, FINE), result(WEAK, FIRES));
        assertThat(report.held()).isTrue();
        assertThat(text(report)).contains("Note: Race01Bell.PlainWeakMemoryControl: fired");
    }

    @Test
    void twentyTopics_fitOnScreen() {
        List<Race> races = IntStream.range(10, 30)
                .boxed()
                .flatMap(i -> Stream.of("Test", "OtherControl", "SomeWeakMemoryControl")
                        .map(name -> new Race("io.github.heddle.ring.Race" + i + "ReleaseAfterTheReaper." + name, 2)))
                .toList();
        Outcome many = new Outcome("1, 1", Expect.ACCEPTABLE, 99_999_999_999L, "");
        String text = text(report(
                RaceMode.QUICK,
                races,
                races.stream().map(race -> result(race, many, FIRES)).toArray(RaceResult[]::new)));
        assertThat(text.lines().filter(line -> !line.startsWith("Note")))
                .hasSize(22)
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(110));
    }

    @Test
    void topic_isOutermostClass() {
        assertThat(TEST.topic()).isEqualTo("Race01Bell");
        assertThat(TEST.shortName()).isEqualTo("Race01Bell.Test");
        assertThat(new Race("io.github.heddle.Lone", 2).topic()).isEqualTo("Lone");
    }
}
