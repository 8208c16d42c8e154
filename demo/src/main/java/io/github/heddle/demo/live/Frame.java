package io.github.heddle.demo.live;

/**
 * What the page shows at one time.
 *
 * @param number later frames have higher ones
 * @param json one line
 */
record Frame(long number, String json) {}
