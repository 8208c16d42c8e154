package io.github.heddle.demo.bench;

/**
 * How often everybody has a turn.
 *
 * @param warmUps rounds that do not count
 * @param counted rounds that do
 */
record Rounds(int warmUps, int counted) {}
