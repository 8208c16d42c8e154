package io.github.heddle.demo.bench;

import io.github.heddle.Range;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/** Ranges at random places of a file, no two of which touch, in no order. */
final class Offsets {
    private Offsets() {}

    static List<Range> draw(Job job, int file) {
        var random = new Random(job.seed() * 1_000_003 + file);
        int places = job.fileBytes() / job.rangeBytes();
        // A choice out of so many fewer places, spread by one place after each, is one without neighbours.
        var chosen = new TreeSet<Integer>();
        while (chosen.size() < job.ranges()) {
            chosen.add(random.nextInt(places - job.ranges() + 1));
        }
        List<Range> ranges = new ArrayList<>(job.ranges());
        for (int place : chosen) {
            ranges.add(new Range((long) (place + ranges.size()) * job.rangeBytes(), job.rangeBytes()));
        }
        Collections.shuffle(ranges, random);
        return ranges;
    }
}
