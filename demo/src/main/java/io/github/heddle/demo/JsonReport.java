package io.github.heddle.demo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.heddle.Backend;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One JSON object on standard output; its checksums are written as they come, since they may be many. */
final class JsonReport implements ReadReport {
    private record Failure(Path path, String reason) {}

    private final Output output;
    private final JsonGenerator json;
    private final boolean checksums;
    private final List<Failure> failures = new ArrayList<>();

    JsonReport(Output output, boolean checksums) throws IOException {
        this.output = output;
        this.json = new JsonFactory().createGenerator(new Lines(output.stdout()));
        this.checksums = checksums;
        json.writeStartObject();
        if (checksums) {
            json.writeArrayFieldStart("checksums");
        }
    }

    @Override
    public void checksum(Path file, String sha256) throws IOException {
        json.writeStartObject();
        json.writeStringField("path", file.toString());
        json.writeStringField("sha256", sha256);
        json.writeEndObject();
    }

    @Override
    public void failure(Path path, String reason) {
        output.complain(path, reason);
        failures.add(new Failure(path, reason));
    }

    @Override
    public void end(Totals totals, Backend backend) throws IOException {
        if (checksums) {
            json.writeEndArray();
        }
        json.writeNumberField("files", totals.files());
        json.writeNumberField("bytes", totals.bytes());
        json.writeNumberField("failed", totals.failed());
        json.writeNumberField("seconds", totals.seconds());
        json.writeNumberField("megabytes_per_second", totals.megabytesPerSecond());
        json.writeNumberField("files_per_second", totals.filesPerSecond());
        json.writeStringField("backend", backend.kind().toString());
        json.writeArrayFieldStart("failures");
        for (Failure failure : failures) {
            json.writeStartObject();
            json.writeStringField("path", failure.path().toString());
            json.writeStringField("reason", failure.reason());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeRaw('\n');
        json.flush();
    }
}
