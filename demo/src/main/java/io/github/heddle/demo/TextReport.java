package io.github.heddle.demo;

import io.github.heddle.Backend;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/** Checksums in {@code sha256sum}'s format on standard output, failures on standard error, and a summary. */
final class TextReport implements ReadReport {
    private final Output output;
    private final OutputStream lines;
    private final boolean summaryAside;

    /** @param summaryAside whether the summary goes to standard error, since standard output has checksums */
    TextReport(Output output, boolean summaryAside) {
        this.output = output;
        this.lines = new Lines(output.stdout());
        this.summaryAside = summaryAside;
    }

    @Override
    public void checksum(Path file, String sha256) throws IOException {
        byte[] name = PathText.bytes(file);
        byte[] escaped = PathText.escaped(name);
        if (escaped.length != name.length) {
            lines.write('\\');
        }
        lines.write((sha256 + "  ").getBytes(StandardCharsets.US_ASCII));
        lines.write(escaped);
        lines.write('\n');
    }

    @Override
    public void failure(Path path, String reason) {
        output.complain(path, reason);
    }

    @Override
    public void end(Totals totals, Backend backend) throws IOException {
        byte[] summary = summary(totals, backend).getBytes(StandardCharsets.UTF_8);
        if (summaryAside) {
            lines.flush();
            output.stderr().writeBytes(summary);
        } else {
            lines.write(summary);
            lines.flush();
        }
    }

    private static String summary(Totals totals, Backend backend) {
        var text = new Columns();
        text.row("files", Quantity.count(totals.files()));
        text.row("bytes", Quantity.bytes(totals.bytes()));
        if (totals.failed() > 0) {
            text.row("failed", Quantity.count(totals.failed()));
        }
        text.row("time", String.format(Locale.ROOT, "%.3f s", totals.seconds()));
        text.row(
                "rate",
                String.format(
                        Locale.ROOT,
                        "%,.1f MB/s, %,.0f files/s",
                        totals.megabytesPerSecond(),
                        totals.filesPerSecond()));
        BackendText.rows(backend, text);
        return text.toString();
    }
}
