package io.github.heddle.demo.server;

import java.util.List;

/** One of the two halves of the server: the same files under a path of its own, read in a way of its own. */
final class Side {
    private final String name;
    private final Traffic traffic = new Traffic();
    private final FileReads reads;

    Side(String name, FileReads reads) {
        this.name = name;
        this.reads = new CountedReads(reads, traffic);
    }

    /** {@return the two that are compared} */
    static List<Side> both() {
        return List.of(new Side("jdk", new JdkReads()), new Side("heddle", new HeddleReads()));
    }

    String name() {
        return name;
    }

    /** With what the path of each of its files begins. */
    String prefix() {
        return "/" + name + "/";
    }

    Traffic traffic() {
        return traffic;
    }

    FileReads reads() {
        return reads;
    }
}
