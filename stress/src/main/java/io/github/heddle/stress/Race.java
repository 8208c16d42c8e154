package io.github.heddle.stress;

import java.util.List;
import java.util.regex.Pattern;
import org.openjdk.jcstress.infra.runners.TestList;

/**
 * A jcstress test, and what its name tells: the outermost class is its topic, and one whose name ends in Control is a
 * wrong variant of what the topic's tests run, which has to show that it is wrong.
 */
record Race(String name, int actors) {

    private static final Pattern PACKAGES = Pattern.compile("^([a-z_][^.]*\\.)+");
    private static final Pattern NESTED = Pattern.compile("\\..*");

    /** {@return those that the expression is found in, as jcstress selects them} */
    static List<Race> matching(Pattern expression) {
        return TestList.tests().stream()
                .filter(name -> expression.matcher(name).find())
                .sorted()
                .map(name -> new Race(name, TestList.getInfo(name).threads()))
                .toList();
    }

    /** {@return the name without its package} */
    String shortName() {
        return PACKAGES.matcher(name).replaceFirst("");
    }

    String topic() {
        return NESTED.matcher(shortName()).replaceFirst("");
    }

    boolean isControl() {
        return name.endsWith("Control");
    }

    /** Whether only a processor that may reorder more than a write with a later read shows that the control is wrong. */
    boolean needsWeakMemory() {
        return name.endsWith("WeakMemoryControl");
    }
}
