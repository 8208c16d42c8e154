package io.github.heddle.demo;

import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows a person who waits how far the work is. */
public interface Progress extends AutoCloseable {
    Duration REFRESH = Duration.ofMillis(200);

    void at(long done);

    /** Shows a few words beside it. */
    void note(String words);

    @Override
    void close();

    static Progress of(Output output, String task, long total) {
        return output.progressShown() ? bar(output, task, total) : line(output, task);
    }

    private static Progress bar(Output output, String task, long total) {
        int width = 79;
        ProgressBar bar = new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis((int) REFRESH.toMillis())
                .setMaxRenderedLength(width)
                .setConsumer(new ConsoleProgressBarConsumer(output.stderr(), width))
                .build();
        return new Progress() {
            @Override
            public void at(long done) {
                bar.stepTo(done);
            }

            @Override
            public void note(String words) {
                bar.setExtraMessage(words);
            }

            @Override
            public void close() {
                bar.close();
            }
        };
    }

    private static Progress line(Output output, String task) {
        output.stderr().println(task);
        return new Progress() {
            @Override
            public void at(long done) {}

            @Override
            public void note(String words) {}

            @Override
            public void close() {}
        };
    }
}
