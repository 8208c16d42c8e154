package io.github.heddle.demo.bench;

import java.io.IOException;
import java.util.List;

/** One of the things that the bench measures. */
interface Workload {

    /** {@return as it is called on the command line} */
    String id();

    /** {@return in a few words} */
    String title();

    void run(Course course) throws IOException, InterruptedException;

    List<Target> targets();
}
