package io.github.heddle.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.infra.runners.TestList;

class TestListTest {

    /** Without its annotation processor jcstress finds no tests, and a run of no tests succeeds. */
    @Test
    void listNamesEveryStressTest() throws Exception {
        List<String> annotated = annotatedClasses();
        assertThat(annotated).contains(Race04SleepOrBell.class.getName());
        assertThat(TestList.tests()).containsExactlyInAnyOrderElementsOf(annotated);
    }

    private static List<String> annotatedClasses() throws Exception {
        Path classes = Path.of(Race04SleepOrBell.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        ClassLoader loader = TestListTest.class.getClassLoader();
        try (Stream<Path> files = Files.walk(classes)) {
            return files.map(file -> classes.relativize(file).toString())
                    .filter(file -> file.endsWith(".class"))
                    .map(file -> file.substring(0, file.length() - ".class".length()).replace('/', '.'))
                    .filter(name -> isStressTest(name, loader))
                    .toList();
        }
    }

    private static boolean isStressTest(String name, ClassLoader loader) {
        try {
            return Class.forName(name, false, loader).isAnnotationPresent(JCStressTest.class);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
