package io.github.heddle.demo.load;

/**
 * How {@code /ping} has fared for some seconds beside readers of files that do not answer.
 *
 * @param readers how many
 * @param pings until the files answered
 * @param lateness the generator's own
 * @param server what the server told of itself shortly before the files answered
 */
record PingPhase(int readers, Figures pings, Lateness lateness, ServerState server) {}
