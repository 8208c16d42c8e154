package io.github.heddle.demo.bench;

import java.io.IOException;

/** What one workload runs on: files, and rivals that live as long as it does. */
final class Course {
    private final Bench bench;
    private final Crew crew;

    Course(Bench bench, Crew crew) {
        this.bench = bench;
        this.crew = crew;
    }

    void hold(Contest contest) throws IOException, InterruptedException {
        bench.hold(contest, crew);
    }

    DataSets data() {
        return bench.data();
    }

    Sizes sizes() {
        return bench.data().sizes();
    }

    int rounds() {
        return bench.rounds();
    }

    /** {@return a new file system on a disk that takes its time} */
    SlowDisk slowDisk(int megabytes) throws IOException, InterruptedException {
        return SlowDisk.make(bench.workshop().slowdisk(), bench.directory().resolve("slow"), megabytes);
    }
}
