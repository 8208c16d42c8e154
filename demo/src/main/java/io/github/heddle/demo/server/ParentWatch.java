package io.github.heddle.demo.server;

import io.github.heddle.demo.Output;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * What a server does that a {@link ServerProcess} has started: it ends when its standard input ends, as it does when the
 * parent ends in whatever way, and answers each line of it with a line of statistics.
 *
 * <p>That asks no carrier thread for anything. So the statistics can be had also while all carriers are held by files
 * that do not answer, when no request for {@code /statistics} is.
 */
final class ParentWatch {
    private final BufferedReader orders;
    private final Output output;

    ParentWatch(InputStream input, Output output) {
        orders = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
        this.output = output;
    }

    void watch(Statistics statistics) throws IOException {
        while (orders.readLine() != null) {
            output.print(statistics.json() + "\n");
        }
    }
}
