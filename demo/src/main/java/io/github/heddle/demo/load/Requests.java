package io.github.heddle.demo.load;

import java.util.List;

/**
 * One kind of request, and how many of them a second. Each asks for a target chosen by chance; the same seed chooses the
 * same ones.
 */
record Requests(String name, List<Target> targets, double perSecond, long seed) {
    Requests {
        targets = List.copyOf(targets);
        if (targets.isEmpty()) {
            throw new IllegalArgumentException(name + ": nothing to ask for; name one target at least");
        }
        if (!(perSecond > 0)) {
            throw new IllegalArgumentException(name + ": must be more than none a second, not " + perSecond);
        }
    }
}
