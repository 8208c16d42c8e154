package io.github.heddle.demo.server;

import io.helidon.common.media.type.MediaType;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.DateTime;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * Answers GET and HEAD for files: one straight line from the request to the answer, on the request's own virtual thread,
 * which waits wherever there is something to wait for. How it waits for the disk is up to {@link FileReads}.
 *
 * <p>A file that is changed meanwhile is read anew as long as nothing of it has been sent. So what one call reads belongs
 * to the validators that are sent with it. Of a file that is sent in chunks only that it gets shorter can be noticed later
 * on; the answer is broken off then, and the client sees that it lacks some.
 */
final class FileHandler implements Handler {
    private static final int ATTEMPTS = 3;

    /** For names that tell nothing. */
    private static final String ANY_BYTES = "application/octet-stream";

    private final Side side;
    private final FileReads reads;
    private final ServedDirectory directory;
    private final Bounds bounds;

    FileHandler(Side side, ServedDirectory directory, Bounds bounds) {
        this.side = side;
        this.reads = side.reads();
        this.directory = directory;
        this.bounds = bounds;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        try (var _ = side.traffic().request()) {
            answerUnchanged(request, response);
        } catch (Refusal refusal) {
            Answers.send(request, response, refusal);
        } catch (IOException problem) {
            Answers.send(request, response, Refusal.of(problem));
        }
    }

    private void answerUnchanged(ServerRequest request, ServerResponse response) throws IOException, Refusal {
        for (int attempt = 1; ; attempt++) {
            try {
                answer(request, response);
                return;
            } catch (FileChangedException changed) {
                if (attempt == ATTEMPTS || !Answers.startOver(response)) {
                    throw changed;
                }
            }
        }
    }

    private void answer(ServerRequest request, ServerResponse response) throws IOException, Refusal {
        Path relative = RequestPath.below(side.prefix(), request.prologue().uriPath().rawPath());
        ServedFile file = directory.find(relative, reads);
        String type = MediaTypes.detectType(relative).map(MediaType::text).orElse(ANY_BYTES);
        if (file.isPipe()) {
            sendPipe(request, response, file, type);
            return;
        }
        var validators = Validators.of(file.attributes(), Instant.now());
        var preconditions = new Preconditions(request.headers(), validators);
        response.header(HeaderNames.ETAG, validators.etag())
                .header(HeaderNames.LAST_MODIFIED, date(validators.modified()))
                .header(HeaderNames.ACCEPT_RANGES, "bytes");
        switch (preconditions.judge()) {
            case NOT_MODIFIED -> response.status(Status.NOT_MODIFIED_304).send();
            case FAILED -> throw new Refusal(Status.PRECONDITION_FAILED_412, "the file is another one by now");
            case HOLD -> send(request, response, file, type, preconditions);
        }
    }

    private void send(
            ServerRequest request, ServerResponse response, ServedFile file, String type, Preconditions preconditions)
            throws IOException, Refusal {
        if (Answers.isHead(request)) {
            Answers.type(response, type);
            response.headers().contentLength(file.size());
            response.send();
            return;
        }
        Optional<List<ByteRange>> ranges = request.headers()
                .first(HeaderNames.RANGE)
                .filter(_ -> preconditions.allowRange())
                .flatMap(header -> RangeHeader.ranges(header, file.size()));
        if (ranges.isPresent()) {
            sendRanges(response, file, type, ranges.get());
        } else if (file.size() <= Body.CHUNK) {
            sendAtOnce(response, file, type);
        } else {
            sendParts(response, file, Body.of(new ByteRange(0, file.size() - 1), type));
        }
    }

    private void sendAtOnce(ServerResponse response, ServedFile file, String type) throws IOException {
        try (var _ = bounds.memory((int) file.size())) {
            byte[] content = reads.readAllBytes(file.path());
            directory.check(file, reads);
            Answers.type(response, type);
            try (var _ = bounds.stalls().begin()) {
                response.send(content);
            }
            side.traffic().sent(content.length);
        }
    }

    private void sendRanges(ServerResponse response, ServedFile file, String type, List<ByteRange> ranges)
            throws IOException, Refusal {
        if (ranges.isEmpty()) {
            throw new Refusal(
                    Status.REQUESTED_RANGE_NOT_SATISFIABLE_416,
                    "the file has " + file.size() + " bytes, and none of them was asked for",
                    HeaderValues.create(HeaderNames.CONTENT_RANGE, "bytes */" + file.size()));
        }
        response.status(Status.PARTIAL_CONTENT_206);
        if (ranges.size() == 1) {
            response.header(HeaderNames.CONTENT_RANGE, ranges.getFirst().of(file.size()));
            sendParts(response, file, Body.of(ranges.getFirst(), type));
        } else {
            sendParts(response, file, Body.of(ranges, file.size(), type));
        }
    }

    private void sendParts(ServerResponse response, ServedFile file, Body body) throws IOException {
        try (var _ = bounds.file();
                SeekableByteChannel channel = reads.newByteChannel(file.path());
                var _ = bounds.memory(body.chunk())) {
            directory.check(file, reads);
            Answers.type(response, body.type());
            response.headers().contentLength(body.length());
            OutputStream out = new Sending(response.outputStream(), side.traffic(), bounds.stalls());
            body.write(channel, file.path(), out);
            out.close(); // and not before: what fails must not look complete
        }
    }

    /** It has neither a size nor a state by which it could be known again: all that comes out of it is sent. */
    private void sendPipe(ServerRequest request, ServerResponse response, ServedFile file, String type)
            throws IOException {
        Answers.type(response, type);
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        if (Answers.isHead(request)) {
            response.send();
            return;
        }
        try (var _ = bounds.file();
                SeekableByteChannel channel = reads.newByteChannel(file.path());
                var _ = bounds.memory(Body.CHUNK)) {
            OutputStream out = new Sending(response.outputStream(), side.traffic(), bounds.stalls());
            ByteBuffer chunk = ByteBuffer.allocate(Body.CHUNK);
            while (channel.read(chunk.clear()) >= 0) {
                out.write(chunk.array(), 0, chunk.position());
                out.flush();
            }
            out.close();
        }
    }

    private static String date(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC).format(DateTime.RFC_1123_DATE_TIME);
    }
}
