package io.github.heddle.demo.load;

/**
 * A side under load, as it was since the last moment.
 *
 * @param load what came in that time, with what has no answer yet
 * @param server what the server tells of itself now. It can tell that also when all of its carriers are held
 */
record Moment(Side side, Snapshot load, ServerState server) {}
