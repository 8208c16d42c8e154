package io.github.heddle.demo.server;

import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.nio.file.Path;

/** Answers requests for files: one straight line from the request to the answer, on the request's own thread. */
final class FileHandler implements Handler {
    private final Side side;
    private final FileReads reads;
    private final ServedDirectory directory;

    FileHandler(Side side, ServedDirectory directory) {
        this.side = side;
        this.reads = side.reads();
        this.directory = directory;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        try (var _ = side.traffic().request()) {
            answer(request, response);
        } catch (Refusal refusal) {
            PlainText.send(response, refusal);
        } catch (IOException problem) {
            PlainText.send(response, Refusal.of(problem));
        }
    }

    private void answer(ServerRequest request, ServerResponse response) throws IOException, Refusal {
        Path relative = RequestPath.below(side.prefix(), request.prologue().uriPath().rawPath());
        ServedFile file = directory.find(relative, reads);
        byte[] content = reads.readAllBytes(file.path());
        side.traffic().sent(content.length);
        response.send(content);
    }
}
