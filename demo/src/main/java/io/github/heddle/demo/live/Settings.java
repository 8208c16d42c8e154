package io.github.heddle.demo.live;

import io.helidon.common.parameters.Parameters;

/**
 * What the page's controls ask for, of each side.
 *
 * @param reads files a second
 * @param pings unrelated requests a second
 * @param slow how many clients read slow files, each one after the other
 * @param delay milliseconds after which a slow file answers
 */
record Settings(int reads, int pings, int slow, int delay) {
    /** A page can ask for no more than the machine can bear beside what else it does. */
    private static final int MOST_A_SECOND = 5_000;

    private static final int MOST_SLOW = 1_000;
    private static final int LONGEST_DELAY = 10_000;

    /** @throws IllegalArgumentException with a text for the page */
    static Settings of(Parameters form) {
        return new Settings(
                number(form, "reads", 1, MOST_A_SECOND),
                number(form, "pings", 1, MOST_A_SECOND),
                number(form, "slow", 0, MOST_SLOW),
                number(form, "delay", 1, LONGEST_DELAY));
    }

    private static int number(Parameters form, String name, int least, int most) {
        String text = form.first(name).orElse("nothing");
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException _) {
            // The same is wrong with it.
        }
        throw new IllegalArgumentException(name + " must be a number from " + least + " to " + most + ", not " + text);
    }
}
