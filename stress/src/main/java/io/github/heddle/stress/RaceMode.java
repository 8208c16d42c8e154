package io.github.heddle.stress;

import java.util.List;
import java.util.Locale;

/** How long the races run, and how much follows from a control that did not fire. */
enum RaceMode {
    /** Each test runs too seldom to see a race, even a control's. */
    SANITY("-m sanity"),
    /** One JVM per test, without tiered compilation: it comes sooner to the code of C2, where most races are. */
    BRIEF("-m quick -sc false -f 1 -iters 2 -pth false -jvmArgs -XX:-TieredCompilation"),
    QUICK("-m quick -sc false -f 1 -iters 2 -time 120 -pth false"),
    FULL("-m default -sc false -pth false");

    private final String options;

    RaceMode(String options) {
        this.options = options;
    }

    /** {@return what jcstress takes} To touch the heap ("-pth") would cost each JVM more time than a short test. */
    List<String> options() {
        return List.of(options.split(" ", -1));
    }

    /** {@return whether too few controls fired for the run to say anything of the tests} */
    boolean isBlind(int able, int silent) {
        return switch (this) {
            case SANITY -> false;
            case BRIEF, QUICK -> silent * 3 > able;
            case FULL -> silent > 0;
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
