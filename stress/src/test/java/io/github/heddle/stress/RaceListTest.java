package io.github.heddle.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.infra.runners.TestList;

class RaceListTest {

    /** So many have been written; whoever takes one out knows it. */
    private static final int LEAST_TOPICS = 20;

    /** Without its annotation processor jcstress finds no tests, and a run of no tests succeeds. */
    @Test
    void listNamesEveryStressTest() throws Exception {
        assertThat(TestList.tests()).isNotEmpty().containsExactlyInAnyOrderElementsOf(annotatedClasses());
    }

    /** A test says something only beside a wrong variant that fails in the same run. */
    @Test
    void everyRaceTopicHasTestAndControl() {
        Map<String, List<Race>> topics = Race.matching(Pattern.compile("")).stream()
                .collect(Collectors.groupingBy(Race::topic));
        assertThat(topics).hasSizeGreaterThanOrEqualTo(LEAST_TOPICS).allSatisfy((topic, races) -> assertThat(races)
                .extracting(Race::isControl)
                .contains(true, false));
    }

    private static List<String> annotatedClasses() throws Exception {
        Path classes = Path.of(StressCommand.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.walk(classes)) {
            return files.map(file -> classes.relativize(file).toString())
                    .filter(file -> file.endsWith(".class"))
                    .map(file -> file.substring(0, file.length() - ".class".length()).replace('/', '.'))
                    .map(RaceListTest::load)
                    .filter(type -> type.isAnnotationPresent(JCStressTest.class))
                    // The list has a dot before a nested class, not a dollar sign.
                    .map(Class::getCanonicalName)
                    .toList();
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, RaceListTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
